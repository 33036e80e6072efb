import {
  formatClock,
  formatDuration,
  formatInstant,
  type Zone,
  zoneName,
} from "#components/ui/format-time.ts";
import { stateLooks } from "#components/ui/state.ts";
import type { Span, TimelineModel } from "./timeline-model.ts";

const spokenMarks = 10;

/** The index of the last beat at or before `atMs`; −1 when there is none. */
export function beatIndexAt(beats: readonly number[], atMs: number): number {
  let low = 0;
  let high = beats.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((beats[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function inside(span: Span, atMs: number): boolean {
  return atMs >= span.fromMs && atMs <= span.toMs;
}

/** What there is at one moment, for the line under the pointer. `nearMs` is how wide the pointer is, in time. */
export function readAt(model: TimelineModel, atMs: number, nearMs: number, zone: Zone): string {
  return [`${formatClock(atMs, zone)} ${zoneName(atMs, zone)}`, ...partsAt(model, atMs, nearMs)].join(" · ");
}

/** The same without the time, in parts; none where beats come as they should. */
export function partsAt(model: TimelineModel, atMs: number, nearMs: number): string[] {
  const parts: string[] = [];
  const index = beatIndexAt(model.beats, atMs + nearMs);
  const beat = model.beats[index];
  const mark = model.marks.find((one) => Math.abs(one.atMs - atMs) <= nearMs);
  const gap = model.gaps.find((one) => inside(one, atMs));
  const band = model.bands.find((one) => inside(one, atMs));
  const fold = model.folds.find((one) => inside(one, atMs));
  if (mark !== undefined) parts.push(mark.text);
  if (beat !== undefined && beat >= atMs - nearMs) {
    const before = model.beats[index - 1];
    parts.push(before === undefined ? "beat" : `beat, ${formatDuration(beat - before)} after the one before`);
  } else if (model.blind.some((one) => inside(one, atMs))) {
    parts.push("the server was not listening");
  } else if (gap !== undefined) {
    const whole = formatDuration(gap.toMs - gap.fromMs);
    parts.push(gap.open ? `no beat for ${whole}, and counting` : `no beat for ${whole}`);
  } else if (fold !== undefined) {
    parts.push(`${fold.count} beats in this minute, longest silence ${formatDuration(fold.maxGapMs)}`);
  }
  if (band !== undefined) parts.push(stateLooks[band.state].word.toLowerCase());
  return parts;
}

/**
 * What a lane without a beat in sight says, the longest first: whoever paints takes the first that fits. It says how long
 * the silence lasts too, so that the gap needs no words of its own in the same place.
 */
export function noBeatWords(model: TimelineModel, zone: Zone): string[] {
  const before = model.beatBeforeMs;
  if (before === null) return ["Never seen: no beat has arrived", "Never seen"];
  const last = `Last beat ${formatInstant(before, zone)}, before what is shown`;
  const short = `Last beat ${formatClock(before, zone)}`;
  const gap = model.gaps.find(({ open }) => open);
  if (gap === undefined) return [last, short];
  const silent = `no beat for ${formatDuration(gap.toMs - gap.fromMs)}`;
  return [`${last} · ${silent}, and counting`, `${short} · ${silent}, and counting`, silent];
}

/** The whole picture in sentences, for those who do not see it. */
export function describeTimeline(model: TimelineModel, zone: Zone): string {
  const range = `from ${formatInstant(model.fromMs, zone)} to ${formatInstant(model.toMs, zone)}`;
  if (model.lastBeatMs === null) {
    const before = model.beatBeforeMs;
    return `Heartbeats ${range}: none. ${before === null ? "This owner was never seen to beat" : `The last beat came before, at ${formatInstant(before, zone)}`}.`;
  }
  const sentences = [`Heartbeats ${range}: ${model.count}.`];
  sentences.push(`Last beat at ${formatInstant(model.lastBeatMs, zone)}.`);
  if (model.longestGap === null) sentences.push("No beat is missing.");
  else {
    const { fromMs, toMs, open } = model.longestGap;
    sentences.push(
      `Gaps: ${model.gaps.length}; the longest lasts ${formatDuration(toMs - fromMs)} from ` +
        `${formatClock(fromMs, zone)}${open ? " and has not ended" : ""}.`,
    );
  }
  for (const band of model.bands) {
    sentences.push(`${stateLooks[band.state].word} from ${formatClock(band.fromMs, zone)}.`);
  }
  for (const mark of model.marks.slice(-spokenMarks))
    sentences.push(`${formatClock(mark.atMs, zone)}: ${mark.text}.`);
  return sentences.join(" ");
}
