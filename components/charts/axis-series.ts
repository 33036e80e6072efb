import type { StackRow } from "./series.ts";
import type { Span } from "./timeline-model.ts";

/** How many were in which state from a moment on; no states at all: from here on nothing is known. */
export interface StepPoint {
  atMs: number;
  values: Readonly<Record<string, number>>;
}

/** Whether a point says something. */
export function isKnown({ values }: StepPoint): boolean {
  return Object.keys(values).length > 0;
}

/** The last point at or before a moment, which holds there; null: nothing is known. */
export function pointAt<P extends StepPoint>(points: readonly P[], atMs: number): P | null {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  const point = points[low - 1];
  return point === undefined || !isKnown(point) ? null : point;
}

/**
 * Rows for stacked steps: each point holds until the next one, so it gives a row at either end. What is not known
 * breaks the stack instead of drawing zero. `points` are sorted; what lies outside of the range is cut away.
 */
export function prepareSteps(points: readonly StepPoint[], keys: readonly string[], range: Span): StackRow[] {
  return points.flatMap((point, index): StackRow[] => {
    const fromMs = Math.max(point.atMs, range.fromMs);
    const toMs = Math.min(points[index + 1]?.atMs ?? range.toMs, range.toMs);
    if (toMs <= fromMs) return [];
    if (!isKnown(point)) return [{ atMs: fromMs, ranges: null }];
    let floor = 0;
    const ranges: Record<string, [number, number]> = {};
    for (const key of keys) {
      const top = floor + (point.values[key] ?? 0);
      ranges[key] = [floor, top];
      floor = top;
    }
    return [
      { atMs: fromMs, ranges },
      { atMs: toMs, ranges },
    ];
  });
}

/** The stretches of a range for which no point says anything. */
export function unknownSpans(points: readonly StepPoint[], range: Span): Span[] {
  const firstMs = points[0]?.atMs ?? range.toMs;
  const before =
    firstMs > range.fromMs ? [{ fromMs: range.fromMs, toMs: Math.min(firstMs, range.toMs) }] : [];
  const within = points.flatMap((point, index) => {
    const fromMs = Math.max(point.atMs, range.fromMs);
    const toMs = Math.min(points[index + 1]?.atMs ?? range.toMs, range.toMs);
    return isKnown(point) || toMs <= fromMs ? [] : [{ fromMs, toMs }];
  });
  return [...before, ...within];
}

/** The most that were counted at once: the top of the scale. */
export function stackTop(points: readonly StepPoint[]): number {
  return points.reduce((most, { values }) => {
    const sum = Object.values(values).reduce((total, value) => total + value, 0);
    return Math.max(most, sum);
  }, 0);
}
