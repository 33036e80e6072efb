"use client";

import { Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/format-time.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { usePreferences } from "#components/ui/preferences.ts";
import { useAxisCursor, useReveals } from "./axis-cursor.tsx";
import { type Axis, AxisContext, axisInset } from "./axis-lane.tsx";
import { AxisOver, AxisUnder } from "./axis-lines.tsx";
import { revealIn } from "./axis-place.ts";
import { timeTicks } from "./time-axis.ts";
import type { Span, TimelineMark } from "./timeline-model.ts";
import { followView, zoomView } from "./timeline-view.ts";
import { useWidth } from "./use-width.ts";

const tickPx = 90;

/**
 * Several lanes over one linear time axis: the same left and right edges, one view that is zoomed and moved by the
 * gestures of a timeline, and one cursor across all of them. `reading` is what it says at a moment, for those who do
 * not see it; lanes are AxisLane.
 */
export function AxisFrame(props: {
  label: string;
  bounds: Span;
  marks: readonly TimelineMark[];
  /** What stands before the buttons: the moment that is read. */
  head: ReactNode;
  reading: (atMs: number) => string;
  children: ReactNode;
}) {
  const { label, bounds, marks, head, reading, children } = props;
  const { zone } = usePreferences();
  const plot = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(plot);
  const [zoomed, setZoomed] = useState<{ view: Span; bounds: Span } | null>(null);
  const view = useStable(zoomed === null ? bounds : followView(zoomed.view, zoomed.bounds, bounds));
  const drawnView = useDeferredValue(view);
  const onView = (next: Span) => {
    const whole = next.fromMs <= bounds.fromMs && next.toMs >= bounds.toMs;
    setZoomed(whole ? null : { view: next, bounds });
  };
  useRevealed(view, bounds, onView);
  const ticks = useMemo(
    () => timeTicks(view.fromMs, view.toMs, Math.max(2, Math.floor(widthPx / tickPx)), zone),
    [view, widthPx, zone],
  );
  const axis = useMemo<Axis>(() => ({ view, drawnView, widthPx, zone }), [view, drawnView, widthPx, zone]);
  const zoomBy = (factor: number) => onView(zoomView(view, factor, (view.fromMs + view.toMs) / 2, bounds));
  return (
    <AxisContext value={axis}>
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        <span className="min-w-0 flex-1">{head}</span>
        <span className="text-tertiary tabular-nums" aria-hidden="true">
          {formatDuration(view.toMs - view.fromMs)} shown
        </span>
        <span className="flex">
          <IconButton label="Closer" icon={<ZoomIn aria-hidden size={14} />} onClick={() => zoomBy(0.5)} />
          <IconButton label="Wider" icon={<ZoomOut aria-hidden size={14} />} onClick={() => zoomBy(2)} />
          <IconButton
            label="The whole range"
            icon={<Maximize2 aria-hidden size={14} />}
            onClick={() => setZoomed(null)}
            disabled={zoomed === null}
          />
        </span>
      </div>
      <div className="relative isolate flex flex-col gap-2 pb-6">
        <div className={cn("pointer-events-none", axisInset)} aria-hidden="true">
          <AxisUnder ticks={ticks} view={view} />
        </div>
        {children}
        <AxisOver
          plot={plot}
          label={label}
          view={view}
          bounds={bounds}
          marks={marks}
          reading={reading}
          onView={onView}
          onReset={() => setZoomed(null)}
        />
      </div>
    </AxisContext>
  );
}

/** The same object while its ends are the same: charts are drawn anew only for another view. */
function useStable({ fromMs, toMs }: Span): Span {
  return useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
}

/** Brings a moment into view that was chosen elsewhere, such as by a line of the timeline. */
function useRevealed(view: Span, bounds: Span, onView: (view: Span) => void): void {
  const cursor = useAxisCursor();
  const reveals = useReveals();
  const latest = useRef({ view, bounds, onView });
  useEffect(() => {
    latest.current = { view, bounds, onView };
  });
  useEffect(() => {
    const atMs = cursor.chosenMs();
    if (reveals === 0 || atMs === null) return;
    const { view: before, bounds: within, onView: move } = latest.current;
    const next = revealIn(atMs, before, within);
    if (next !== before) move(next);
  }, [cursor, reveals]);
}
