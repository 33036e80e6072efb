"use client";

import { useEffect, useMemo, useRef } from "react";
import { useAxis } from "./axis-lane.tsx";
import { fontOf, readColors, useAppearance } from "./chart-colors.ts";
import type { PaintInput } from "./timeline-brush.ts";
import type { TimelineMark, TimelineModel } from "./timeline-model.ts";
import { paintLane, paintMarkStrip } from "./timeline-paint.ts";

const labelMaxChars = 60;

/** The first sentence, cut: longer words would find no room, and say nothing. The reading has all of them. */
function labelOf(text: string): string {
  const first = text.split(". ")[0] ?? text;
  return first.length > labelMaxChars ? `${first.slice(0, labelMaxChars - 1)}…` : first;
}

/** Paints into a canvas of this height whenever what it shows, or how, has changed. */
function useLanePaint(
  model: TimelineModel,
  heightPx: number,
  paint: (ctx: CanvasRenderingContext2D, input: PaintInput, heightPx: number) => void,
) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { view, widthPx, zone } = useAxis();
  const appearance = useAppearance();
  // `appearance` is not read: the tokens it stands for are read from the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: repaint when the tokens change
  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext("2d");
    if (element === null || ctx === null || ctx === undefined || widthPx === 0) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(widthPx * ratio);
    element.height = Math.round(heightPx * ratio);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const colors = readColors(element);
    paint(ctx, { model, view, widthPx, colors, font: fontOf(canvas), zone, hoverMs: null }, heightPx);
  }, [model, view, widthPx, zone, heightPx, paint, appearance]);
  return canvas;
}

/** The beats of one owner as one lane of a picture: the painter of the heartbeat timeline, without an axis of its own. */
export function BeatLane({ model, heightPx }: { model: TimelineModel; heightPx: number }) {
  const canvas = useLanePaint(model, heightPx, paintLane);
  return <canvas ref={canvas} style={{ height: heightPx }} className="block w-full" />;
}

/** What happened at one moment, each with a mark and, where there is room, its words. */
export function MarkLane({ marks, heightPx }: { marks: readonly TimelineMark[]; heightPx: number }) {
  const model = useMemo(
    () => markModel(marks.map((mark) => ({ ...mark, text: labelOf(mark.text) }))),
    [marks],
  );
  const canvas = useLanePaint(model, heightPx, paintMarkStrip);
  return <canvas ref={canvas} style={{ height: heightPx }} className="block w-full" />;
}

function markModel(marks: readonly TimelineMark[]): TimelineModel {
  return {
    fromMs: 0,
    toMs: 0,
    beats: [],
    folds: [],
    gaps: [],
    bands: [],
    blind: [],
    marks,
    count: 0,
    firstBeatMs: null,
    lastBeatMs: null,
    beatBeforeMs: null,
    longestGap: null,
  };
}
