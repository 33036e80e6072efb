"use client";

import { useId, useMemo } from "react";
import { Area, AreaChart, ResponsiveContainer } from "recharts";
import { usePreferences } from "#components/ui/preferences.ts";
import { type StateName, stateLooks } from "#components/ui/state.ts";
import { missingSpans, prepareStack, type SeriesPoint, type StackRow } from "./series.ts";
import { timeParts } from "./time-chart.tsx";
import type { Span } from "./timeline-model.ts";

/** The drawing inside StateAreaChart; loaded apart, because it brings the chart library. */
export function StateAreas(props: {
  points: readonly SeriesPoint[];
  states: readonly StateName[];
  range: Span;
  stepMs: number;
}) {
  const { points, states, range, stepMs } = props;
  const { zone } = usePreferences();
  const patternId = useId();
  const rows = useMemo(() => prepareStack(points, states, range, stepMs), [points, states, range, stepMs]);
  const missing = useMemo(() => missingSpans(points, range, stepMs), [points, range, stepMs]);
  const read = (atMs: number) => {
    const row = rows.find((one) => one.atMs === atMs);
    return [...states].reverse().map((state) => {
      const edges = row?.ranges?.[state];
      return {
        label: stateLooks[state].word,
        value: edges === undefined ? null : edges[1] - edges[0],
        color: `var(--state-${stateLooks[state].tone})`,
      };
    });
  };
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 168 }}>
      <AreaChart data={rows} margin={{ top: 4, right: 2, bottom: 0, left: 0 }} accessibilityLayer={false}>
        {timeParts({ range, missing, zone, patternId, read })}
        {states.map((state) => (
          <Area
            key={state}
            dataKey={(row: StackRow) => row.ranges?.[state] ?? null}
            name={stateLooks[state].word}
            type="linear"
            connectNulls={false}
            isAnimationActive={false}
            activeDot={false}
            stroke={`var(--state-${stateLooks[state].tone})`}
            strokeWidth={1}
            fill={`var(--state-${stateLooks[state].tone})`}
            fillOpacity={0.35}
          />
        ))}
      </AreaChart>
    </ResponsiveContainer>
  );
}
