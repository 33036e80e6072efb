import type { StateName } from "#components/ui/state.ts";
import type { BeatHistory } from "#lib/contract/lists.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { missedAfterMs } from "./missed-after.ts";

const markMaxChars = 200;

/** A stretch of time, epoch milliseconds on the server's clock. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** Something that happened to the owner, its lock or its host. */
export interface TimelineMark {
  atMs: number;
  severity: "info" | "warning" | "critical";
  text: string;
}

/** A stretch where beats should have come and none did. `open`: it has not ended. */
export interface Gap extends Span {
  open: boolean;
}

/** A minute of which only the count is known. `maxGapMs`: the longest silence within it. */
export interface Fold extends Span {
  count: number;
  maxGapMs: number;
}

/** Everything that the picture shows, worked out once; the view only paints. */
export interface TimelineModel extends Span {
  beats: readonly number[];
  folds: readonly Fold[];
  gaps: readonly Gap[];
  /** When the owner was anything but live. */
  bands: readonly (Span & { state: StateName })[];
  /** When nobody listened: no conclusion is drawn. */
  blind: readonly Span[];
  marks: readonly TimelineMark[];
  count: number;
  firstBeatMs: number | null;
  lastBeatMs: number | null;
  /** The last beat, when it came before all that is shown: silent for long is not the same as never seen. */
  beatBeforeMs: number | null;
  longestGap: Gap | null;
}

/** What the model is made of: a history as the API gives it, and what is known of the owner's life. */
export interface TimelineInput {
  history: Omit<BeatHistory, "ownerId">;
  marks?: readonly TimelineMark[];
  /** When the owner began; a silence before its first beat counts from there. */
  openedAtMs?: number | null;
  /** The last beat that is known of, wherever it lies. */
  lastKnownBeatMs?: number | null;
  /** When it ended in good order; no beat is missed after that. */
  closedAtMs?: number | null;
}

/** Works out the picture at `nowMs`. Linear in the number of beats. */
export function prepareTimeline(input: TimelineInput, nowMs: number): TimelineModel {
  const { history } = input;
  const fromMs = history.from;
  const toMs = Math.max(history.to, nowMs);
  const rawFromMs = history.rawFrom ?? toMs;
  const beats = within(history.raw, fromMs, toMs);
  const folds = history.minutes
    .filter((minute) => minute.firstAt < rawFromMs && minute.lastAt >= fromMs)
    .map((minute) => ({
      fromMs: minute.firstAt,
      toMs: minute.lastAt,
      count: minute.count,
      maxGapMs: minute.maxGapMs,
    }));
  const blind = history.blind.map((span) => ({ fromMs: span.from, toMs: span.to }));
  const lastBeatMs = beats.at(-1) ?? folds.at(-1)?.toMs ?? null;
  const firstBeatMs = folds[0]?.fromMs ?? beats[0] ?? null;
  const knownMs = input.lastKnownBeatMs ?? null;
  const beatBeforeMs = lastBeatMs === null && knownMs !== null && knownMs < fromMs ? knownMs : null;
  const gaps = findGaps(input, { fromMs, toMs }, folds, beats, blind, beatBeforeMs);
  const longest = gaps.reduce<Gap | null>((best, gap) => (length(gap) > length(best) ? gap : best), null);
  return {
    fromMs,
    toMs,
    beats,
    folds,
    gaps,
    blind,
    bands: bandsOf(history.verdicts, fromMs, toMs),
    marks: (input.marks ?? [])
      .filter((mark) => mark.atMs >= fromMs && mark.atMs <= toMs)
      .map((mark) => ({ ...mark, text: safeText(mark.text, markMaxChars) })),
    count: beats.length + folds.reduce((sum, fold) => sum + fold.count, 0),
    firstBeatMs,
    lastBeatMs,
    beatBeforeMs,
    longestGap: longest,
  };
}

/** The beats of a range; the same list when that is all of them, as it nearly always is. */
function within(beats: readonly number[], fromMs: number, toMs: number): readonly number[] {
  const all = (beats[0] ?? fromMs) >= fromMs && (beats.at(-1) ?? toMs) <= toMs;
  return all ? beats : beats.filter((at) => at >= fromMs && at <= toMs);
}

function length(span: Span | null): number {
  return span === null ? 0 : span.toMs - span.fromMs;
}

function findGaps(
  input: TimelineInput,
  range: Span,
  folds: readonly Fold[],
  beats: readonly number[],
  blind: readonly Span[],
  beatBeforeMs: number | null,
): Gap[] {
  const missedMs = missedAfterMs(input.history.rhythmMs, input.history.ttlMs);
  if (missedMs === null) return [];
  const silences: Gap[] = [];
  const openedMs = input.openedAtMs ?? null;
  let previous = beatBeforeMs ?? (openedMs === null ? null : Math.max(openedMs, range.fromMs));
  const heard = (first: number, last: number) => {
    if (previous !== null && first - previous > missedMs) {
      silences.push({ fromMs: previous, toMs: first, open: false });
    }
    previous = Math.max(previous ?? last, last);
  };
  for (const fold of folds) heard(fold.fromMs, fold.toMs);
  for (const at of beats) heard(at, at);
  const closedMs = input.closedAtMs ?? null;
  const endMs = closedMs === null ? range.toMs : Math.min(closedMs, range.toMs);
  if (previous !== null && endMs - previous > missedMs) {
    silences.push({ fromMs: previous, toMs: endMs, open: closedMs === null });
  }
  return silences.flatMap((gap) => without(gap, blind, range.toMs)).filter((gap) => length(gap) > missedMs);
}

/** What is left of a silence once the times are taken out in which nobody listened. */
function without(gap: Gap, blind: readonly Span[], endMs: number): Gap[] {
  let rest: Gap[] = [gap];
  for (const span of blind) {
    rest = rest.flatMap((piece) => {
      if (span.toMs <= piece.fromMs || span.fromMs >= piece.toMs) return [piece];
      return [
        { fromMs: piece.fromMs, toMs: span.fromMs, open: false },
        { fromMs: span.toMs, toMs: piece.toMs, open: piece.open && span.toMs < endMs },
      ].filter((part) => part.toMs > part.fromMs);
    });
  }
  return rest;
}

const bandStates: Readonly<Record<string, StateName>> = {
  suspect: "suspect",
  orphan: "orphan",
  ghost: "ghost",
  paused: "paused",
  unknown: "unknown",
};

function bandsOf(verdicts: BeatHistory["verdicts"], fromMs: number, toMs: number) {
  return verdicts.flatMap((change, index) => {
    const band = {
      fromMs: Math.max(change.at, fromMs),
      toMs: Math.min(verdicts[index + 1]?.at ?? toMs, toMs),
      state: bandStates[change.verdict] ?? ("unknown" as const),
    };
    return change.verdict === "live" || band.toMs <= band.fromMs ? [] : [band];
  });
}
