"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { type ReactNode, useMemo } from "react";
import { RefusalsChart, StateAreaChart } from "#components/charts/charts.tsx";
import { fleetStateOrder, rareStates } from "#components/fleet/group-nodes.ts";
import { NoNodes } from "#components/fleet/no-nodes.tsx";
import { OpenIncidents } from "#components/incidents/open-incidents.tsx";
import { DetailFrame } from "#components/live/detail-frame.tsx";
import { EventList } from "#components/locks/event-list.tsx";
import { useTitle } from "#components/locks/use-lock-title.ts";
import { Segments } from "#components/ui/filter-chips.tsx";
import { formatClock, zoneName } from "#components/ui/format-time.ts";
import { PageHeader, Section } from "#components/ui/page-header.tsx";
import { usePreferences } from "#components/ui/preferences.ts";
import { overviewQuery } from "#lib/client/queries.ts";
import type { Overview } from "#lib/contract/lists.ts";
import { grouped } from "#lib/domain/words.ts";
import { AttentionLines } from "./attention-lines.tsx";
import { chartRange } from "./chart-range.ts";
import { CountLine } from "./count-line.tsx";
import { DrillCounts } from "./drill-counts.tsx";
import { OpenOperations } from "./open-operations.tsx";
import { type Answer, answer } from "./sentence.ts";

const stepMs = 60_000;
const ranges = [
  { value: "60", label: "1 h" },
  { value: "360", label: "6 h" },
  { value: "1440", label: "24 h" },
] as const;
/** From the ground of the chart up; those that are rare are named only where they occur. */
const nodeStatesUpward = ["up", "paused", "stopped", "late", "impaired", "halted", "silent"] as const;
const toneClass: Record<Answer["tone"], string> = {
  calm: "text-primary",
  watch: "text-suspect-text",
  wrong: "text-hot-text",
  empty: "text-secondary",
};
const titleWords: Record<Answer["tone"], string> = {
  calm: "Calm",
  watch: "Watch",
  wrong: "Wrong",
  empty: "Empty",
};

/** The first screen: is anything wrong, what exactly, since when. */
export function OverviewScreen() {
  const [range, setRange] = useQueryState(
    "range",
    parseAsStringLiteral(ranges.map((choice) => choice.value)).withDefault("60"),
  );
  const query = useQuery(overviewQuery(Number(range)));
  const said = query.data === undefined ? null : answer(query.data);
  useTitle(said === null ? null : `${titleWords[said.tone]} · Overview · Locksmith`);
  return (
    <DetailFrame query={query} noun="overview" listHref="/locks">
      {(data) => (
        <>
          <PageHeader title={<span className={toneClass[answer(data).tone]}>{answer(data).text}</span>} />
          {answer(data).tone === "empty" && data.drill == null ? (
            <NoNodes />
          ) : (
            <Body data={data} minutes={Number(range)} range={range} onRange={(next) => void setRange(next)} />
          )}
        </>
      )}
    </DetailFrame>
  );
}

function Body(props: {
  data: Overview;
  minutes: number;
  range: (typeof ranges)[number]["value"];
  onRange: (range: (typeof ranges)[number]["value"]) => void;
}) {
  const { data, minutes, range, onRange } = props;
  return (
    <>
      <Counts data={data} />
      {data.drill != null && <DrillCounts counts={data.drill} />}
      <OpenIncidents />
      <OpenOperations />
      <Section
        title="Needs somebody"
        note={data.attention.length === 0 ? undefined : "worst first"}
        actions={
          <Link href="/locks" className="text-xs text-secondary underline underline-offset-2">
            All {grouped(data.locks.total + (data.drill?.locks ?? 0))} locks
          </Link>
        }
      >
        <AttentionLines locks={data.attention} />
      </Section>
      <OverTime data={data} minutes={minutes}>
        <Segments
          label="Range"
          value={range}
          onValueChange={(next) => onRange(next as typeof range)}
          chips={ranges}
        />
      </OverTime>
      <Section title="Last events">
        <EventList events={data.recentEvents} withLock />
      </Section>
    </>
  );
}

function Counts({ data }: { data: Overview }) {
  const { byState, byVerdict } = data.locks;
  const node = data.nodes.byState;
  return (
    <div className="flex flex-wrap gap-x-10 gap-y-3">
      <CountLine
        label="Locks"
        counts={[
          { state: "hot", value: byState.hot ?? 0, href: "/locks?state=hot" },
          { state: "held", value: byState.held ?? 0, href: "/locks?state=held" },
          { state: "free", value: byState.free ?? 0, href: "/locks?state=free" },
        ]}
      />
      <CountLine
        label="Verdict on their owners"
        counts={(["orphan", "ghost", "suspect", "unknown", "live"] as const).map((verdict) => ({
          state: verdict,
          value: byVerdict[verdict] ?? 0,
          href: `/locks?verdict=${verdict}`,
        }))}
      />
      <CountLine
        label="Nodes"
        counts={fleetStateOrder
          .filter((state) => !rareStates.has(state) || (node[state] ?? 0) > 0)
          .map((state) => ({ state, value: node[state] ?? 0, href: `/fleet?state=${state}` }))}
      />
    </div>
  );
}

function OverTime(props: { data: Overview; minutes: number; children: ReactNode }) {
  const { data, minutes, children } = props;
  const { zone } = usePreferences();
  const range = useMemo(
    () => chartRange(data.series, data.serverAt, minutes),
    [data.series, data.serverAt, minutes],
  );
  const { sinceMs } = range;
  const note =
    sinceMs === null
      ? data.series.length === 0
        ? undefined
        : "hatched where nothing was recorded"
      : `nothing was recorded before ${formatClock(sinceMs, zone).slice(0, 5)} ${zoneName(sinceMs, zone)}`;
  return (
    <Section title="Over time" note={note} actions={children}>
      <Charts data={data} range={range} />
    </Section>
  );
}

function Charts({ data, range }: { data: Overview; range: { fromMs: number; toMs: number } }) {
  const refusals = useMemo(
    () => data.series.map((point) => ({ atMs: point.minuteAt, value: point.refusals })),
    [data.series],
  );
  const fleet = useMemo(
    () => data.series.map((point) => ({ atMs: point.minuteAt, values: point.nodes })),
    [data.series],
  );
  return (
    <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-2">
      <RefusalsChart title="Refusals a minute" points={refusals} range={range} stepMs={stepMs} />
      <StateAreaChart
        title="Nodes by state"
        points={fleet}
        states={nodeStatesUpward.filter(
          (state) => !rareStates.has(state) || data.series.some(({ nodes }) => (nodes[state] ?? 0) > 0),
        )}
        range={range}
        stepMs={stepMs}
      />
    </div>
  );
}
