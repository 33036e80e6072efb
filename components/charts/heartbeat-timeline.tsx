"use client";

import { Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { formatDuration } from "#components/ui/format-time.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { usePreferences } from "#components/ui/preferences.ts";
import { useServerNow } from "#components/ui/server-clock.tsx";
import { type ChartColors, fontOf, readColors, useAppearance } from "./chart-colors.ts";
import { prepareTimeline, type Span, type TimelineInput } from "./timeline-model.ts";
import { layout, paintTimeline } from "./timeline-paint.ts";
import { followView, zoomView } from "./timeline-view.ts";
import { describeTimeline, readAt } from "./timeline-words.ts";
import { useTimelineGestures } from "./use-timeline-gestures.ts";
import { useWidth } from "./use-width.ts";

/**
 * The heartbeats of one owner on a linear time axis: a tick for each beat, gaps where none came, bands for
 * verdicts, marks for events, the last beat with its clock time. Zoom and pan by wheel, drag, keys or buttons.
 * Give `input` a stable identity between changes. Always `layout.height` plus one line high.
 */
export function HeartbeatTimeline({ input, label }: { input: TimelineInput; label: string }) {
  const nowMs = useServerNow();
  const { zone } = usePreferences();
  const appearance = useAppearance();
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = useRef<{ appearance: string; colors: ChartColors; font: string } | null>(null);
  const widthPx = useWidth(canvas);
  const [zoomed, setZoomed] = useState<{ view: Span; bounds: Span } | null>(null);
  const [hoverMs, setHoverMs] = useState<number | null>(null);
  const model = useMemo(() => prepareTimeline(input, nowMs), [input, nowMs]);
  const words = useMemo(() => describeTimeline(model, zone), [model, zone]);
  const bounds = { fromMs: model.fromMs, toMs: model.toMs };
  const view = zoomed === null ? bounds : followView(zoomed.view, zoomed.bounds, bounds);
  const onView = (next: Span) => {
    const whole = next.fromMs <= bounds.fromMs && next.toMs >= bounds.toMs;
    setZoomed(whole ? null : { view: next, bounds });
  };
  const reset = useCallback(() => setZoomed(null), []);
  const gestures = useTimelineGestures(canvas, { view, bounds, onView, onReset: reset, onHover: setHoverMs });
  const zoomBy = useLatest((factor: number) =>
    onView(zoomView(view, factor, (view.fromMs + view.toMs) / 2, bounds)),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a view is a new object each time, its ends are what it is
  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext("2d");
    if (element === null || ctx === null || ctx === undefined || widthPx === 0) return;
    scaleTo(ctx, widthPx, layout.height);
    // Asking the page for twenty tokens takes longer than to paint with them.
    if (look.current?.appearance !== appearance) {
      look.current = { appearance, colors: readColors(element), font: fontOf(canvas) };
    }
    paintTimeline(ctx, { model, view, widthPx, zone, hoverMs, ...look.current });
  }, [model, view.fromMs, view.toMs, widthPx, zone, hoverMs, appearance]);

  const nearMs = widthPx === 0 ? 0 : ((view.toMs - view.fromMs) / widthPx) * 4;
  return (
    <figure className="flex flex-col">
      <div className="flex h-7 items-center gap-1 text-xs text-tertiary">
        <span className="truncate" aria-hidden="true">
          {hoverMs === null
            ? `${formatDuration(view.toMs - view.fromMs)} shown${zoomed === null ? "" : ", zoomed in"}`
            : readAt(model, hoverMs, nearMs, zone)}
        </span>
        <span className="ml-auto flex">
          <Closer zoomBy={zoomBy} />
          <Wider zoomBy={zoomBy} />
          <Whole onReset={reset} disabled={zoomed === null} />
        </span>
      </div>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={`${label}. ${words}`}
        style={{ height: layout.height }}
        className="w-full touch-pan-y cursor-crosshair"
        {...gestures}
      />
    </figure>
  );
}

/** Fits the canvas to CSS pixels on this screen; one that fits keeps its memory, which is dear to get anew. */
function scaleTo(ctx: CanvasRenderingContext2D, widthPx: number, heightPx: number): void {
  const { canvas } = ctx;
  const ratio = window.devicePixelRatio;
  const [width, height] = [Math.round(widthPx * ratio), Math.round(heightPx * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** A function that stays the same and does what the latest one does. */
function useLatest(act: (factor: number) => void): (factor: number) => void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  return useCallback((factor) => latest.current(factor), []);
}

// Drawn once: while somebody zooms, the picture alone is to be drawn anew.
const Closer = memo(function Closer({ zoomBy }: { zoomBy: (factor: number) => void }) {
  return <IconButton label="Closer" icon={<ZoomIn aria-hidden size={14} />} onClick={() => zoomBy(0.5)} />;
});

const Wider = memo(function Wider({ zoomBy }: { zoomBy: (factor: number) => void }) {
  return <IconButton label="Wider" icon={<ZoomOut aria-hidden size={14} />} onClick={() => zoomBy(2)} />;
});

const Whole = memo(function Whole({ onReset, disabled }: { onReset: () => void; disabled: boolean }) {
  const icon = <Maximize2 aria-hidden size={14} />;
  return <IconButton label="The whole range" icon={icon} onClick={onReset} disabled={disabled} />;
});
