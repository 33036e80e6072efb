"use client";

import { createContext, type ReactNode, useContext } from "react";
import { cn } from "#components/ui/cn.ts";
import type { Zone } from "#components/ui/format-time.ts";
import { useCursorMs } from "./axis-cursor.tsx";
import type { Span } from "./timeline-model.ts";

/** What every lane of a picture shares. */
export interface Axis {
  view: Span;
  /** The view for charts that take long to draw: it follows `view`. */
  drawnView: Span;
  /** Width of every plot in CSS pixels; 0 until it is known. */
  widthPx: number;
  zone: Zone;
}

export const AxisContext = createContext<Axis | null>(null);

/** The axis that the lane stands on. */
export function useAxis(): Axis {
  const axis = useContext(AxisContext);
  if (axis === null) throw new Error("AxisFrame is missing above this component");
  return axis;
}

/** Where plots stand: beside their names and readings on a wide screen, below them on a narrow one. */
export const axisInset = "absolute inset-y-0 left-0 right-0 lg:left-43 lg:right-55";
// On a narrow screen a long name must leave room for the reading, or its words stand out of the page.
const laneGrid =
  "grid grid-cols-[minmax(0,auto)_minmax(6.5rem,1fr)] gap-x-3 gap-y-0.5 lg:grid-cols-[10rem_minmax(0,1fr)_13rem]";

/**
 * One lane: its name, its plot, and what it reads at the cursor (`value`, at `endMs` while there is no cursor). The plot
 * is hidden from those who do not see it; what it says stands in the picture's words.
 */
export function AxisLane(props: {
  name: ReactNode;
  value: (atMs: number) => ReactNode;
  endMs: number;
  heightPx: number;
  /** A note in the corners of the plot, such as the top of its scale. */
  scale?: ReactNode;
  children: ReactNode;
}) {
  const { name, value, endMs, heightPx, scale, children } = props;
  return (
    <div className={laneGrid}>
      <div className="relative z-20 min-w-0 self-center text-xs leading-4 text-secondary">{name}</div>
      <div className="min-w-0 self-center text-right text-xs break-words leading-4 lg:order-last lg:text-left">
        <LaneValue value={value} endMs={endMs} />
      </div>
      <div
        aria-hidden="true"
        style={{ height: heightPx }}
        className={cn("relative col-span-2 overflow-hidden lg:col-span-1")}
      >
        {children}
        {scale !== undefined && (
          <span className="pointer-events-none absolute top-0 left-0 rounded-xs bg-base px-1 text-2xs text-tertiary tabular-nums">
            {scale}
          </span>
        )}
      </div>
    </div>
  );
}

function LaneValue({ value, endMs }: { value: (atMs: number) => ReactNode; endMs: number }) {
  const atMs = useCursorMs();
  return value(atMs ?? endMs);
}
