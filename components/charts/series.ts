import type { Span } from "./timeline-model.ts";

/** One step of a series; a key that is missing counts as zero, a step that is missing is not known. */
export interface SeriesPoint {
  atMs: number;
  values: Readonly<Record<string, number>>;
}

/** A row for a stacked chart: each key's range from its lower to its upper edge, `null` in a gap. */
export interface StackRow {
  atMs: number;
  ranges: Readonly<Record<string, [number, number]>> | null;
}

function byStep(points: readonly SeriesPoint[], stepMs: number): Map<number, SeriesPoint> {
  return new Map(points.map((point) => [Math.floor(point.atMs / stepMs) * stepMs, point]));
}

function steps(range: Span, stepMs: number): number[] {
  const first = Math.floor(range.fromMs / stepMs) * stepMs;
  const count = Math.max(0, Math.ceil((range.toMs - first) / stepMs));
  return Array.from({ length: count }, (_, index) => first + index * stepMs);
}

/**
 * Rows for stacked areas over a range. A value holds for its whole step, so each step gives two rows, one at
 * either end; a step that is not known gives one empty row, which breaks the area instead of drawing zero.
 */
export function prepareStack(
  points: readonly SeriesPoint[],
  keys: readonly string[],
  range: Span,
  stepMs: number,
): StackRow[] {
  const known = byStep(points, stepMs);
  return steps(range, stepMs).flatMap((atMs): StackRow[] => {
    const point = known.get(atMs);
    if (point === undefined) return [{ atMs, ranges: null }];
    let floor = 0;
    const ranges: Record<string, [number, number]> = {};
    for (const key of keys) {
      const top = floor + (point.values[key] ?? 0);
      ranges[key] = [floor, top];
      floor = top;
    }
    return [
      { atMs, ranges },
      { atMs: atMs + stepMs - 1, ranges },
    ];
  });
}

/** One value a step, `null` where it is not known. */
export function prepareBars(
  points: readonly { atMs: number; value: number }[],
  range: Span,
  stepMs: number,
): { atMs: number; value: number | null }[] {
  const known = new Map(points.map((point) => [Math.floor(point.atMs / stepMs) * stepMs, point.value]));
  return steps(range, stepMs).map((atMs) => ({ atMs, value: known.get(atMs) ?? null }));
}

/** The stretches of a range for which nothing is known; steps that are not wholly inside are not judged. */
export function missingSpans(points: readonly { atMs: number }[], range: Span, stepMs: number): Span[] {
  const known = new Set(points.map((point) => Math.floor(point.atMs / stepMs) * stepMs));
  const spans: Span[] = [];
  for (const atMs of steps(range, stepMs)) {
    if (known.has(atMs) || atMs < range.fromMs || atMs + stepMs > range.toMs) continue;
    const last = spans.at(-1);
    if (last !== undefined && last.toMs === atMs) last.toMs = atMs + stepMs;
    else spans.push({ fromMs: atMs, toMs: atMs + stepMs });
  }
  return spans;
}
