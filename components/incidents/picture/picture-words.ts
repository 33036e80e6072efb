import { describeTimeline } from "#components/charts/timeline-words.ts";
import { formatClock, formatDuration, formatInstant, type Zone } from "#components/ui/format-time.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";
import type { PictureModel } from "./picture-model.ts";
import { fleetWords, readFleet } from "./picture-read.ts";

const labelMaxChars = 80;
const marksMax = 20;

/** The whole picture in sentences: one for each lane. */
export function describePicture(model: PictureModel, zone: Zone): { id: string; text: string }[] {
  const { bounds, owners, operations, marks } = model;
  return [
    {
      id: "range",
      text: `From ${formatInstant(bounds.fromMs, zone)} to ${formatInstant(bounds.toMs, zone)}; it opened at ${formatClock(model.openedAtMs, zone)}.`,
    },
    ...marks.slice(-marksMax).map((mark, index) => ({
      id: `mark ${index}`,
      text: `${formatClock(mark.atMs, zone)}: ${mark.text}.`,
    })),
    ...owners.map((owner) => ({
      id: owner.ownerId,
      text: `${safeText(owner.label, labelMaxChars)}. ${describeTimeline(owner.model, zone)}`,
    })),
    { id: "refusals", text: refusalWords(model, zone) },
    { id: "fleet", text: fleetSentence(model, zone) },
    ...operations.map(({ id, title, spans }) => ({
      id,
      text: `${safeText(title.replaceAll("`", ""), labelMaxChars)}: ${spans
        .map(({ word, fromMs, toMs }) => {
          const lasted = toMs > fromMs ? ` for ${formatDuration(toMs - fromMs)}` : "";
          return `${word.toLowerCase()} from ${formatClock(fromMs, zone)}${lasted}`;
        })
        .join(", ")}.`,
    })),
  ];
}

function refusalWords({ refusals }: PictureModel, zone: Zone): string {
  const total = refusals.buckets.reduce((sum, { count }) => sum + count, 0);
  const most = refusals.buckets.find(({ count }) => count === refusals.top);
  const peak =
    most === undefined
      ? ""
      : `, at most ${grouped(refusals.top)} in ${formatDuration(refusals.bucketMs)} at ${formatClock(most.atMs, zone)}`;
  return `Refusals: ${grouped(total)}${peak}.${unknownWords(refusals.unknown, zone)}`;
}

function fleetSentence(model: PictureModel, zone: Zone): string {
  const { points } = model.fleet;
  const end = readFleet(model, model.bounds.toMs);
  const worst = points.reduce<{ atMs: number; up: number } | null>((low, { atMs, values }) => {
    const up = values["up"];
    return up === undefined || (low !== null && low.up <= up) ? low : { atMs, up };
  }, null);
  const least = worst === null ? "" : ` Fewest up: ${grouped(worst.up)} at ${formatClock(worst.atMs, zone)}.`;
  const now = end === null ? "at the end nothing is known" : `at the end ${fleetWords(end)}`;
  return `Fleet: ${now}.${least}${unknownWords(model.refusals.unknown, zone)}`;
}

function unknownWords(unknown: PictureModel["refusals"]["unknown"], zone: Zone): string {
  const spans = unknown.map(
    ({ fromMs, toMs }) => `${formatClock(fromMs, zone)} to ${formatClock(toMs, zone)}`,
  );
  return spans.length === 0 ? "" : ` Not known: ${spans.join(", ")}.`;
}
