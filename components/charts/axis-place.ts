import type { Span } from "./timeline-model.ts";
import { clampView } from "./timeline-view.ts";

/** Where a moment stands in a view, as a share of its width; outside of 0 to 1 it is not in view. */
export function shareOf(atMs: number, view: Span): number {
  const spanMs = view.toMs - view.fromMs;
  return spanMs === 0 ? 0 : (atMs - view.fromMs) / spanMs;
}

/** Left edge and width of a span in per cent of the view, as far as it is in view; null when none of it is. */
export function placeSpan(span: Span, view: Span): { left: number; width: number } | null {
  if (span.toMs < view.fromMs || span.fromMs > view.toMs) return null;
  const from = Math.max(0, shareOf(span.fromMs, view));
  const to = Math.min(1, shareOf(span.toMs, view));
  return { left: from * 100, width: (to - from) * 100 };
}

/** The moment one key further, inside the bounds. `marks`, sorted: Shift goes from one to the next. */
export function stepCursor(
  key: string,
  shift: boolean,
  atMs: number,
  { view, bounds, marks }: { view: Span; bounds: Span; marks: readonly number[] },
): number | null {
  const stepMs = (view.toMs - view.fromMs) / 100;
  const inside = (ms: number) => Math.min(Math.max(ms, bounds.fromMs), bounds.toMs);
  switch (key) {
    case "ArrowLeft":
      return shift ? (marks.findLast((ms) => ms < atMs) ?? bounds.fromMs) : inside(atMs - stepMs);
    case "ArrowRight":
      return shift ? (marks.find((ms) => ms > atMs) ?? bounds.toMs) : inside(atMs + stepMs);
    case "Home":
      return bounds.fromMs;
    case "End":
      return bounds.toMs;
    default:
      return null;
  }
}

/** The view that shows a moment: the same one when it does already, else one of the same width around it. */
export function revealIn(atMs: number, view: Span, bounds: Span): Span {
  if (atMs >= view.fromMs && atMs <= view.toMs) return view;
  const half = (view.toMs - view.fromMs) / 2;
  return clampView({ fromMs: atMs - half, toMs: atMs + half }, bounds);
}

/**
 * How what was drawn for one view has to be moved and stretched, from its left edge, to stand right in another: a chart
 * that takes long to draw follows a zoom at once, and is drawn anew after it.
 */
export function stretchTo(drawn: Span, view: Span): { shift: number; scale: number } {
  const spanMs = view.toMs - view.fromMs;
  if (spanMs === 0) return { shift: 0, scale: 1 };
  return { shift: (drawn.fromMs - view.fromMs) / spanMs, scale: (drawn.toMs - drawn.fromMs) / spanMs };
}
