"use client";

import { RefusalsChart, StateAreaChart } from "#components/charts/charts.tsx";
import { HeartbeatSparkline } from "#components/charts/heartbeat-sparkline.tsx";
import { HeartbeatTimeline } from "#components/charts/heartbeat-timeline.tsx";
import type { StateName } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { fleet, guardian, hour, refusals, rowBeats } from "./chart-data.ts";
import { Part } from "./example.tsx";

const minuteMs = 60_000;
const fleetStates = ["up", "impaired", "halted"] as const;
const rows: readonly { state: StateName; beats: readonly number[]; rhythmMs: number | null }[] = [
  { state: "live", beats: rowBeats.steady, rhythmMs: 2_000 },
  { state: "late", beats: rowBeats.late, rhythmMs: 2_000 },
  { state: "paused", beats: rowBeats.late, rhythmMs: 2_000 },
  { state: "orphan", beats: rowBeats.gone, rhythmMs: 2_000 },
  { state: "never", beats: [], rhythmMs: null },
];

/** Pictures over time, from data that never changes. */
export function ChartsPart() {
  return (
    <Part
      id="charts"
      title="Charts and heartbeats"
      note="A missing value is hatched, never zero. Every picture has its text for those who do not see it, and a height that it
        keeps while it is loading, empty and full. Late, gone, paused and never seen are four different lines."
    >
      <div className="flex flex-col gap-6">
        <HeartbeatTimeline input={guardian} label="Heartbeat of the guardian" />
        <ul className="flex flex-wrap gap-x-10 gap-y-2">
          {rows.map(({ state, beats, rhythmMs }) => (
            <li key={state} className="flex items-center gap-3">
              <StateBadge state={state} className="w-24" />
              <HeartbeatSparkline beats={beats} rhythmMs={rhythmMs} ttlMs={null} state={state} />
            </li>
          ))}
        </ul>
        <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-2">
          <RefusalsChart title="Refusals a minute" points={refusals} range={hour} stepMs={minuteMs} />
          <StateAreaChart
            title="Nodes by state"
            points={fleet}
            states={fleetStates}
            range={hour}
            stepMs={minuteMs}
          />
          <RefusalsChart
            title="Refusals a minute, nothing recorded"
            points={[]}
            range={hour}
            stepMs={minuteMs}
          />
        </div>
      </div>
    </Part>
  );
}
