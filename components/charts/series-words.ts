import { formatClock, type Zone, zoneName } from "#components/ui/format-time.ts";
import { type StateName, stateLooks } from "#components/ui/state.ts";
import { grouped } from "#lib/domain/words.ts";
import { missingSpans, type SeriesPoint } from "./series.ts";
import type { Span } from "./timeline-model.ts";

function notKnown(points: readonly { atMs: number }[], range: Span, stepMs: number): string {
  const missingMs = missingSpans(points, range, stepMs).reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0);
  const count = Math.round(missingMs / stepMs);
  return count === 0 ? "" : ` Not known for ${grouped(count)} of the steps.`;
}

function rangeWords(range: Span, zone: Zone): string {
  return `From ${formatClock(range.fromMs, zone)} to ${formatClock(range.toMs, zone)} ${zoneName(range.toMs, zone)}`;
}

/** Bars over time in a sentence: how many, the most at once and when, and what is not known. */
export function describeBars(
  points: readonly { atMs: number; value: number }[],
  unit: string,
  range: Span,
  stepMs: number,
  zone: Zone,
): string {
  const total = points.reduce((sum, point) => sum + point.value, 0);
  const most = points.reduce((best, point) => (point.value > best.value ? point : best), {
    atMs: 0,
    value: 0,
  });
  const peak = most.value === 0 ? "" : `, at most ${grouped(most.value)} at ${formatClock(most.atMs, zone)}`;
  return `${rangeWords(range, zone)}: ${grouped(total)} ${unit}${peak}.${notKnown(points, range, stepMs)}`;
}

/** Stacked states over time in a sentence: how it stands at the end, and what is not known. */
export function describeStates(
  points: readonly SeriesPoint[],
  states: readonly StateName[],
  range: Span,
  stepMs: number,
  zone: Zone,
): string {
  const last = points.at(-1);
  const counts = states
    .map((state) => `${grouped(last?.values[state] ?? 0)} ${stateLooks[state].word.toLowerCase()}`)
    .join(", ");
  const end = last === undefined ? "nothing is known" : `at the end ${counts}`;
  return `${rangeWords(range, zone)}: ${end}.${notKnown(points, range, stepMs)}`;
}
