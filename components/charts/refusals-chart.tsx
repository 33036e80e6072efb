"use client";

import { useId, useMemo } from "react";
import { Bar, BarChart, ResponsiveContainer } from "recharts";
import { usePreferences } from "#components/ui/preferences.ts";
import { missingSpans, prepareBars } from "./series.ts";
import { timeParts } from "./time-chart.tsx";
import type { Span } from "./timeline-model.ts";

const color = "var(--state-hot)";

/** The drawing inside RefusalsChart; loaded apart, because it brings the chart library. */
export function RefusalBars(props: {
  points: readonly { atMs: number; value: number }[];
  range: Span;
  stepMs: number;
  unit: string;
}) {
  const { points, range, stepMs, unit } = props;
  const { zone } = usePreferences();
  const patternId = useId();
  const bars = useMemo(
    // A bar stands in the middle of its step.
    () => prepareBars(points, range, stepMs).map((bar) => ({ ...bar, atMs: bar.atMs + stepMs / 2 })),
    [points, range, stepMs],
  );
  const missing = useMemo(() => missingSpans(points, range, stepMs), [points, range, stepMs]);
  const read = (atMs: number) => {
    const bar = bars.find((one) => one.atMs === atMs);
    return [{ label: unit, value: bar?.value ?? null, color }];
  };
  const count = Math.max(1, bars.length);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 168 }}>
      <BarChart data={bars} margin={{ top: 4, right: 2, bottom: 0, left: 0 }} accessibilityLayer={false}>
        {timeParts({ range, missing, zone, patternId, read })}
        <Bar
          dataKey="value"
          fill={color}
          isAnimationActive={false}
          barSize={Math.min(14, Math.max(1, 500 / count))}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
