"use client";

import { useId, useMemo } from "react";
import { Area, ComposedChart, Line, ResponsiveContainer, YAxis } from "recharts";
import { timeParts } from "#components/charts/time-chart.tsx";
import { usePreferences } from "#components/ui/preferences.ts";
import type { TelemetryChart } from "./prepare-telemetry.ts";

const lineColors = {
  shadow: "var(--state-suspect)",
  running: "var(--state-held)",
  group: "var(--state-unknown)",
} as const;

/** The drawing inside TelemetryCharts; loaded apart, because it brings the chart library. */
export function TelemetryLines({
  chart,
  minutes,
  nowMs,
}: {
  chart: TelemetryChart;
  minutes: number;
  nowMs: number;
}) {
  const { zone } = usePreferences();
  const patternId = useId();
  const { rows } = chart;
  const range = useMemo(
    () => ({ fromMs: Math.max(nowMs - minutes * 60_000, (rows[0]?.atMs ?? 0) - 2_000), toMs: nowMs }),
    [nowMs, minutes, rows],
  );
  const read = (atMs: number) => {
    const row = rows.find((one) => one.atMs === atMs);
    return [
      { label: "shadow", value: row?.shadow ?? null, color: lineColors.shadow },
      { label: "running", value: row?.running ?? null, color: lineColors.running },
      { label: "middle of its group", value: row?.middle ?? null, color: lineColors.group },
    ];
  };
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 168 }}>
      <ComposedChart data={rows} margin={{ top: 6, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
        {timeParts({ range, missing: [], zone, patternId, read }).filter(({ key }) => key !== "y")}
        <YAxis
          width={44}
          domain={["auto", "auto"]}
          // A steady value would lie on the axis itself, and not be seen.
          padding={{ top: 4, bottom: 8 }}
          tick={{ fontSize: 11, fill: "var(--ink-tertiary)" }}
          tickLine={false}
          axisLine={false}
          tickCount={4}
        />
        <Area
          dataKey="band"
          stroke="none"
          fill={lineColors.group}
          fillOpacity={0.25}
          isAnimationActive={false}
          connectNulls
        />
        <Line
          dataKey="running"
          stroke={lineColors.running}
          strokeWidth={1.5}
          dot={false}
          isAnimationActive={false}
          connectNulls={false}
        />
        <Line
          dataKey="shadow"
          stroke={lineColors.shadow}
          strokeWidth={2}
          strokeDasharray="5 3"
          dot={false}
          isAnimationActive={false}
          connectNulls={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
