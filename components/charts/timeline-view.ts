import type { Span } from "./timeline-model.ts";

/** The narrowest view: two seconds, where single beats of any rhythm can be told apart. */
export const viewMinMs = 2_000;

/** Moves a view inside the bounds without changing its width, as far as the bounds are wide enough. */
export function clampView(view: Span, bounds: Span): Span {
  const widestMs = bounds.toMs - bounds.fromMs;
  const spanMs = Math.min(Math.max(view.toMs - view.fromMs, Math.min(viewMinMs, widestMs)), widestMs);
  const fromMs = Math.min(Math.max(view.fromMs, bounds.fromMs), bounds.toMs - spanMs);
  return { fromMs, toMs: fromMs + spanMs };
}

/** Widens (`factor` > 1) or narrows a view around `anchorMs`, which keeps its place on the screen. */
export function zoomView(view: Span, factor: number, anchorMs: number, bounds: Span): Span {
  const spanMs = view.toMs - view.fromMs;
  const nextMs = Math.min(Math.max(spanMs * factor, viewMinMs), bounds.toMs - bounds.fromMs);
  const place = spanMs === 0 ? 0.5 : (anchorMs - view.fromMs) / spanMs;
  const fromMs = anchorMs - nextMs * place;
  return clampView({ fromMs, toMs: fromMs + nextMs }, bounds);
}

/** Moves a view by a share of its width: −1 is one whole view earlier. */
export function panView(view: Span, share: number, bounds: Span): Span {
  const byMs = (view.toMs - view.fromMs) * share;
  return clampView({ fromMs: view.fromMs + byMs, toMs: view.toMs + byMs }, bounds);
}

/**
 * The view after the bounds moved on: one that touched their end goes with it, so that a live timeline stays
 * live while it is zoomed; any other stays where it is.
 */
export function followView(view: Span, before: Span, after: Span): Span {
  const touched = view.toMs >= before.toMs;
  const byMs = touched ? after.toMs - before.toMs : 0;
  return clampView({ fromMs: view.fromMs + byMs, toMs: view.toMs + byMs }, after);
}

/** The view after a key: arrows and pages move, + and − change the width, Home and End go to the ends. */
export function moveByKey(key: string, view: Span, bounds: Span): Span | null {
  const centreMs = (view.fromMs + view.toMs) / 2;
  const shares: Readonly<Record<string, number>> = {
    ArrowLeft: -0.2,
    ArrowRight: 0.2,
    PageUp: -1,
    PageDown: 1,
  };
  const share = shares[key];
  if (share !== undefined) return panView(view, share, bounds);
  const spanMs = view.toMs - view.fromMs;
  if (key === "Home") return { fromMs: bounds.fromMs, toMs: bounds.fromMs + spanMs };
  if (key === "End") return { fromMs: bounds.toMs - spanMs, toMs: bounds.toMs };
  if (key === "+" || key === "=") return zoomView(view, 0.5, centreMs, bounds);
  return key === "-" ? zoomView(view, 2, centreMs, bounds) : null;
}
