"use client";

import type { ReactElement } from "react";
import { CartesianGrid, ReferenceArea, Tooltip, XAxis, YAxis } from "recharts";
import { formatClock, type Zone, zoneName } from "#components/ui/format-time.ts";
import { timeTicks } from "./time-axis.ts";
import type { Span } from "./timeline-model.ts";

const labelStyle = { fontSize: 11, fill: "var(--ink-tertiary)" } as const;

/** What every chart over time has: axes, faint lines, hatching over what is not known, a line of reading. */
export function timeParts(props: {
  range: Span;
  missing: readonly Span[];
  zone: Zone;
  patternId: string;
  read: (atMs: number) => { label: string; value: number | null; color: string }[];
}): ReactElement[] {
  const { range, missing, zone, patternId, read } = props;
  const ticks = timeTicks(range.fromMs, range.toMs, 6, zone);
  const labels = new Map(ticks.map((tick) => [tick.atMs, tick.label]));
  return [
    <defs key="hatch">
      <pattern
        id={patternId}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" fill="var(--state-unknown-soft)" />
        <rect width="1" height="6" fill="var(--state-unknown)" opacity="0.5" />
      </pattern>
    </defs>,
    <CartesianGrid key="grid" vertical={false} stroke="var(--edge-line)" />,
    <XAxis
      key="x"
      dataKey="atMs"
      type="number"
      domain={[range.fromMs, range.toMs]}
      allowDataOverflow
      ticks={ticks.map((tick) => tick.atMs)}
      tickFormatter={(atMs: number) => labels.get(atMs) ?? ""}
      tick={labelStyle}
      tickLine={false}
      axisLine={{ stroke: "var(--edge-strong)" }}
      height={20}
    />,
    <YAxis
      key="y"
      width={34}
      allowDecimals={false}
      tick={labelStyle}
      tickLine={false}
      axisLine={false}
      tickCount={4}
    />,
    ...missing.map((span) => (
      <ReferenceArea
        key={`missing-${span.fromMs}`}
        x1={Math.max(span.fromMs, range.fromMs)}
        x2={Math.min(span.toMs, range.toMs)}
        fill={`url(#${patternId})`}
        fillOpacity={1}
        stroke="none"
      />
    )),
    <Tooltip
      key="tooltip"
      isAnimationActive={false}
      cursor={{ stroke: "var(--ink-secondary)", fill: "var(--surface-hover)", fillOpacity: 0.5 }}
      content={({ active, label }) =>
        active === true && typeof label === "number" ? (
          <Reading atMs={label} zone={zone} lines={read(label)} />
        ) : null
      }
    />,
  ];
}

function Reading(props: {
  atMs: number;
  zone: Zone;
  lines: { label: string; value: number | null; color: string }[];
}) {
  const { atMs, zone, lines } = props;
  return (
    <div className="rounded-sm border border-line bg-raised px-2.5 py-1.5 text-xs shadow-float">
      <p className="text-tertiary">
        {formatClock(atMs, zone).slice(0, 5)} {zoneName(atMs, zone)}
      </p>
      {lines.map((line) => (
        <p key={line.label} className="flex items-center gap-2">
          <span className="size-2 rounded-full" style={{ background: line.color }} />
          {line.label}
          <span className="ml-auto pl-4 tabular-nums">{line.value ?? "not known"}</span>
        </p>
      ))}
    </div>
  );
}
