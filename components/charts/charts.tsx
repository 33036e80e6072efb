"use client";

import dynamic from "next/dynamic";
import { usePreferences } from "#components/ui/preferences.ts";
import type { StateName } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { ChartFrame } from "./chart-frame.tsx";
import type { SeriesPoint } from "./series.ts";
import { describeBars, describeStates } from "./series-words.ts";
import type { Span } from "./timeline-model.ts";

// The chart library is heavy and needs a browser: it arrives after the page, into a place kept free for it.
const StateAreas = dynamic(() => import("./state-area-chart.tsx").then((m) => m.StateAreas), { ssr: false });
const RefusalBars = dynamic(() => import("./refusals-chart.tsx").then((m) => m.RefusalBars), { ssr: false });

/**
 * How many were in which state, stacked over time; `states` from the ground up. A step without a point is
 * hatched as not known. `points`, `states` and `range` keep their identity between changes.
 */
export function StateAreaChart(props: {
  title: string;
  points: readonly SeriesPoint[];
  states: readonly StateName[];
  range: Span;
  stepMs: number;
}) {
  const { title, points, states, range, stepMs } = props;
  const { zone } = usePreferences();
  return (
    <ChartFrame
      title={title}
      legend={[...states].reverse().map((state) => <StateBadge key={state} state={state} />)}
      summary={describeStates(points, states, range, stepMs, zone)}
      empty={points.length === 0 ? "Nothing recorded in this range yet" : null}
    >
      <StateAreas points={points} states={states} range={range} stepMs={stepMs} />
    </ChartFrame>
  );
}

/** How often something was refused in each step. Zero is no bar, not known is hatched. */
export function RefusalsChart(props: {
  title: string;
  points: readonly { atMs: number; value: number }[];
  range: Span;
  stepMs: number;
  unit?: string;
}) {
  const { title, points, range, stepMs, unit = "refusals" } = props;
  const { zone } = usePreferences();
  return (
    <ChartFrame
      title={title}
      summary={describeBars(points, unit, range, stepMs, zone)}
      empty={points.length === 0 ? "Nothing recorded in this range yet" : null}
    >
      <RefusalBars points={points} range={range} stepMs={stepMs} unit={unit} />
    </ChartFrame>
  );
}
