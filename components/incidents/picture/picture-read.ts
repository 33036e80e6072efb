import { pointAt } from "#components/charts/axis-series.ts";
import type { Span, TimelineModel } from "#components/charts/timeline-model.ts";
import { partsAt } from "#components/charts/timeline-words.ts";
import { severityRank } from "#components/incidents/incident-words.ts";
import { formatClock, formatDuration, type Zone, zoneName } from "#components/ui/format-time.ts";
import { stateLooks } from "#components/ui/state.ts";
import type { FleetState } from "#lib/domain/fleet-state.ts";
import { counted, grouped } from "#lib/domain/words.ts";
import type { PictureModel } from "./picture-model.ts";

function inside(span: Span, atMs: number): boolean {
  return atMs >= span.fromMs && atMs < span.toMs;
}

/** The moment itself, and how far it lies from the opening: `03:12:07 UTC, 12s before it opened`. */
export function readMoment(model: PictureModel, atMs: number, zone: Zone): string {
  const offMs = atMs - model.openedAtMs;
  const off =
    Math.abs(offMs) < 1_000
      ? "as it opened"
      : `${formatDuration(Math.abs(offMs))} ${offMs < 0 ? "before it opened" : "after it opened"}`;
  return `${formatClock(atMs, zone)} ${zoneName(atMs, zone)}, ${off}`;
}

/** Beats of one owner at a moment. Never seen, not seen yet and silent are three things. */
export function readBeats(model: TimelineModel, atMs: number, nearMs: number): string {
  const parts = partsAt(model, atMs, nearMs);
  if (model.lastBeatMs === null && model.beatBeforeMs === null) return "never seen to beat";
  if (parts.length > 0) return parts.join(" · ");
  if (model.firstBeatMs !== null && atMs < model.firstBeatMs) return "not seen yet";
  return "beats";
}

/** How often was refused around a moment; null: nothing was counted then. */
export function readRefusals({ refusals }: PictureModel, atMs: number): number | null {
  if (refusals.unknown.some((span) => inside(span, atMs))) return null;
  const { bucketMs, buckets } = refusals;
  return (
    buckets.find((bucket) => inside({ fromMs: bucket.atMs, toMs: bucket.atMs + bucketMs }, atMs))?.count ?? 0
  );
}

/** How many nodes showed what at a moment, the gravest first; null: nothing is known of then. */
export function readFleet(
  { fleet }: PictureModel,
  atMs: number,
): { state: FleetState; count: number }[] | null {
  const point = pointAt(fleet.points, atMs);
  if (point === null) return null;
  return fleet.states.toReversed().map((state) => ({ state, count: point.values[state] ?? 0 }));
}

/** What an operation did at a moment; null: it was not there. */
export function readSpan(spans: PictureModel["operations"][number]["spans"], atMs: number): string | null {
  const span = spans.findLast((one) => atMs >= one.fromMs);
  if (span === undefined) return null;
  return span.word;
}

const marksReadMax = 3;

/** What happened at a moment: the nearest within reach, and what happened just then, the gravest first. */
export function readMark({ marks }: PictureModel, atMs: number, nearMs: number): string | null {
  const far = (mark: { atMs: number }) => Math.abs(mark.atMs - atMs);
  const near = marks.filter((mark) => far(mark) <= nearMs);
  if (near.length === 0) return null;
  const sorted = near.toSorted(
    (a, b) => severityRank(a.severity) - severityRank(b.severity) || far(a) - far(b),
  );
  const shown = sorted.slice(0, marksReadMax).map(({ text }) => text);
  const more = near.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(" · ");
}

/** Everything at one moment in a sentence, for those who do not see the lanes. */
export function readAll(model: PictureModel, atMs: number, nearMs: number, zone: Zone): string {
  const parts = [readMoment(model, atMs, zone)];
  const mark = readMark(model, atMs, nearMs);
  if (mark !== null) parts.push(mark);
  for (const owner of model.owners) parts.push(`${owner.label}: ${readBeats(owner.model, atMs, nearMs)}`);
  const refused = readRefusals(model, atMs);
  parts.push(
    refused === null ? "refusals not known" : `${counted(refused, "refusal")} in ${bucketWords(model)}`,
  );
  const fleet = readFleet(model, atMs);
  parts.push(fleet === null ? "fleet not known" : fleetWords(fleet));
  for (const { title, spans } of model.operations) {
    const did = readSpan(spans, atMs);
    if (did !== null) parts.push(`${title}: ${did.toLowerCase()}`);
  }
  return `${parts.filter((part) => part !== "").join(". ")}.`;
}

/** `41 halted, 7 up`, without what is zero. */
export function fleetWords(fleet: readonly { state: FleetState; count: number }[]): string {
  const shown = fleet.filter(({ count }) => count > 0);
  if (shown.length === 0) return "no nodes";
  return shown.map(({ state, count }) => `${grouped(count)} ${wordOf(state)}`).join(", ");
}

/** The width of a bucket, as it stands after a count. */
export function bucketWords({ refusals }: PictureModel): string {
  return formatDuration(refusals.bucketMs);
}

function wordOf(state: FleetState): string {
  return stateLooks[state].word.toLowerCase();
}
