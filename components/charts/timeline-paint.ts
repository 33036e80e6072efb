import { formatClock, formatDuration, type Zone } from "#components/ui/format-time.ts";
import { placeLabels, roomBeside } from "./place-labels.ts";
import { timeTicks } from "./time-axis.ts";
import {
  begin,
  type Ctx,
  clip,
  fill,
  hatch,
  heightOf,
  type Lane,
  middleOf,
  note,
  type PaintInput,
  type Placed,
  type Scale,
} from "./timeline-brush.ts";
import type { TimelineModel } from "./timeline-model.ts";
import { beatIndexAt, noBeatWords } from "./timeline-words.ts";

/** Where things stand, in CSS pixels from the top. */
export const layout = { words: 11, marks: 17, laneTop: 32, laneBottom: 90, axis: 106, height: 114 } as const;

/** Paints the whole picture. The context is already scaled to CSS pixels. */
export function paintTimeline(ctx: Ctx, input: PaintInput): void {
  const x = begin(ctx, input, layout.height);
  const placed = atUsualPlace(input);
  paintUnder(ctx, placed, x);
  paintAxis(ctx, placed, x);
  paintMarks(ctx, placed, x);
  paintLastBeat(ctx, placed, x);
  if (input.hoverMs !== null)
    fill(ctx, input.colors.primary, Math.round(x(input.hoverMs)), 0, 1, layout.axis - 12);
  paintNoBeat(ctx, placed);
}

/** Paints the lane of beats alone, over the whole height, for a picture of several lanes with one axis. */
export function paintLane(ctx: Ctx, input: PaintInput, heightPx: number): void {
  const x = begin(ctx, input, heightPx);
  const placed = { ...input, lane: { top: 0, bottom: heightPx } };
  paintUnder(ctx, placed, x);
  paintLastBeat(ctx, placed, x);
  paintNoBeat(ctx, placed);
}

/** Paints the marks alone with their words, in a strip of this height. */
export function paintMarkStrip(ctx: Ctx, input: PaintInput, heightPx: number): void {
  const x = begin(ctx, input, heightPx);
  paintMarks(ctx, { ...input, lane: { top: 0, bottom: heightPx } }, x);
}

function atUsualPlace(input: PaintInput): Placed {
  return { ...input, lane: { top: layout.laneTop, bottom: layout.laneBottom } };
}

/** Everything of the lane but the last beat, which stands before marks. */
function paintUnder(ctx: Ctx, input: Placed, x: Scale): void {
  const { model, widthPx, colors, lane } = input;
  fill(ctx, colors.sunken, 0, lane.top, widthPx, heightOf(lane));
  if (isNever(model)) hatch(ctx, colors.unknown, 0, lane.top, widthPx, heightOf(lane));
  paintBands(ctx, input, x);
  paintBlind(ctx, input, x);
  paintFolds(ctx, input, x);
  paintBeats(ctx, input, x);
  paintGaps(ctx, input, x);
}

/** Says in words that no beat is in sight: never seen is another thing than silent for long. */
function paintNoBeat(ctx: Ctx, { model, colors, zone, lane, widthPx }: Placed): void {
  if (model.lastBeatMs !== null) return;
  const fitting = noBeatWords(model, zone);
  const words = fitting.find((text) => ctx.measureText(text).width + 20 < widthPx) ?? fitting.at(-1) ?? "";
  fill(ctx, colors.sunken, 6, middleOf(lane) - 9, ctx.measureText(words).width + 8, 17);
  note(ctx, colors.secondary, words, 10, lane);
}

function isNever(model: TimelineModel): boolean {
  return model.lastBeatMs === null && model.beatBeforeMs === null;
}

/** Half the height of a beat, and of a minute of which only the count is known, as a share of the lane's. */
const beatShare = 0.31;
const foldShare = 0.19;

const bandColors = {
  suspect: ["suspectSoft", "suspectText", "Suspect"],
  orphan: ["staleSoft", "staleText", "Orphan"],
  ghost: ["staleSoft", "staleText", "Ghost"],
  paused: ["pausedSoft", "paused", "Paused"],
} as const;

function paintBands(ctx: Ctx, input: Placed, x: Scale): void {
  const { lane } = input;
  for (const band of input.model.bands) {
    const place = clip(band, input, x);
    if (place === null) continue;
    const [left, width] = place;
    const known = band.state in bandColors ? bandColors[band.state as keyof typeof bandColors] : null;
    const [soft, ink, word] = known ?? (["unknownSoft", "unknown", "Unknown"] as const);
    fill(ctx, input.colors[soft], left, lane.top, width, heightOf(lane));
    if (known === null) hatch(ctx, input.colors.unknown, left, lane.top, width, heightOf(lane));
    fill(ctx, input.colors[ink], left, lane.top, width, 2);
    if (ctx.measureText(word).width + 12 < width) {
      ctx.fillStyle = input.colors[ink];
      // In a low lane the last beat says its time where the band begins: the band's word keeps to its end.
      const wordPx = isLow(lane) ? left + width - ctx.measureText(word).width - 6 : left + 6;
      ctx.fillText(word, wordPx, lane.top + Math.min(15, heightOf(lane) / 3));
    }
  }
}

function paintBlind(ctx: Ctx, input: Placed, x: Scale): void {
  const { lane } = input;
  for (const span of input.model.blind) {
    const place = clip(span, input, x);
    if (place === null) continue;
    const [left, width] = place;
    fill(ctx, input.colors.unknownSoft, left, lane.top, width, heightOf(lane));
    hatch(ctx, input.colors.unknown, left, lane.top, width, heightOf(lane));
    const words = "not listening";
    if (ctx.measureText(words).width + 12 < width) note(ctx, input.colors.secondary, words, left + 6, lane);
  }
}

/** A stretch where beats are closer than the eye can part: outlined, with a quiet body. */
function run(ctx: Ctx, color: string, left: number, width: number, share: number, lane: Lane): void {
  const halfHeight = Math.round(heightOf(lane) * share);
  const middle = middleOf(lane);
  ctx.globalAlpha = 0.4;
  fill(ctx, color, left, middle - halfHeight, width, halfHeight * 2);
  ctx.globalAlpha = 1;
  fill(ctx, color, left, middle - halfHeight, width, 1);
  fill(ctx, color, left, middle + halfHeight - 1, width, 1);
}

/** Minutes of which only the count is known: lower than beats that were seen one by one. */
function paintFolds(ctx: Ctx, input: Placed, x: Scale): void {
  for (const fold of input.model.folds) {
    const place = clip(fold, input, x);
    if (place === null) continue;
    const left = Math.round(place[0]);
    run(
      ctx,
      input.colors.live,
      left,
      Math.max(1, Math.round(place[0] + place[1]) - left),
      foldShare,
      input.lane,
    );
  }
}

/**
 * One tick a beat; beats that are closer than two pixels run together. Of a run only its end is looked for, so the work
 * follows the pixels, not the beats.
 */
function paintBeats(ctx: Ctx, input: Placed, x: Scale): void {
  const { lane, view, widthPx } = input;
  const { beats } = input.model;
  const halfHeight = Math.round(heightOf(lane) * beatShare);
  const color = input.colors.live;
  const msPerPx = (view.toMs - view.fromMs) / widthPx;
  const last = beatIndexAt(beats, view.toMs);
  for (let i = Math.max(0, beatIndexAt(beats, view.fromMs)); i <= last; i += 1) {
    const startPx = Math.round(x(beats[i] ?? 0));
    let endPx = startPx;
    for (;;) {
      const next = lastUpTo(beats, view.fromMs + (endPx + 2.5) * msPerPx, i, last);
      if (next <= i) break;
      i = next;
      endPx = Math.round(x(beats[i] ?? 0));
    }
    if (endPx - startPx > 2) run(ctx, color, startPx, endPx - startPx + 1, beatShare, lane);
    else fill(ctx, color, startPx, middleOf(lane) - halfHeight, 1, halfHeight * 2);
  }
}

/** The last beat from `from` to `last` that is not after `atMs`; near ones are found in few steps. `from` when none is. */
function lastUpTo(beats: readonly number[], atMs: number, from: number, last: number): number {
  const isIn = (index: number) => index <= last && (beats[index] ?? Number.POSITIVE_INFINITY) <= atMs;
  let step = 1;
  while (isIn(from + step)) step *= 2;
  let low = from + (step >> 1);
  for (let half = step >> 1; half > 0; half >>= 1) if (isIn(low + half)) low += half;
  return low;
}

/** A lane of a picture, where all words share one line's height. */
function isLow(lane: Lane): boolean {
  return heightOf(lane) < layout.laneBottom - layout.laneTop;
}

function paintGaps(ctx: Ctx, input: Placed, x: Scale): void {
  const last = isLow(input.lane) ? lastBeatInView(input, x) : null;
  const said = last === null ? null : placeLastBeat(ctx, last.px, last.atMs, input.zone);
  for (const gap of input.model.gaps) {
    const place = clip(gap, input, x);
    if (place === null) continue;
    const [left, width] = place;
    ctx.strokeStyle = input.colors.suspect;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(left + 2, input.lane.bottom - 6.5);
    ctx.lineTo(left + Math.max(2, width - 2), input.lane.bottom - 6.5);
    ctx.stroke();
    ctx.setLineDash([]);
    // Without a beat in sight the lane says in one line since when, and for how long.
    if (input.model.lastBeatMs === null) continue;
    const span = formatDuration(gap.toMs - gap.fromMs);
    const words = [`no beat for ${span}${gap.open ? ", and counting" : ""}`, span];
    // In a low lane the time of the last beat stands at the same height: the gap's words keep clear of it.
    const free = roomBeside(left, width, said);
    const fits = words.find((text) => ctx.measureText(text).width + 12 < free.width);
    if (fits !== undefined) {
      ctx.fillStyle = input.colors.suspectText;
      const wordsPx = free.left + (free.width - ctx.measureText(fits).width) / 2;
      ctx.fillText(fits, wordsPx, input.lane.bottom - 12);
    }
  }
}

function paintAxis(ctx: Ctx, input: Placed, x: Scale): void {
  const { view, widthPx, colors } = input;
  fill(ctx, colors.line, 0, layout.laneBottom, widthPx, 1);
  for (const tick of timeTicks(view.fromMs, view.toMs, Math.floor(widthPx / 90), input.zone)) {
    const px = Math.round(x(tick.atMs));
    fill(ctx, colors.strong, px, layout.laneBottom, 1, 4);
    ctx.fillStyle = colors.tertiary;
    const half = ctx.measureText(tick.label).width / 2;
    ctx.fillText(tick.label, Math.min(Math.max(px - half, 0), widthPx - half * 2), layout.axis + 2);
  }
}

function paintMarks(ctx: Ctx, input: Placed, x: Scale): void {
  const { colors, view, widthPx, lane } = input;
  const shown = input.model.marks.filter((mark) => mark.atMs >= view.fromMs && mark.atMs <= view.toMs);
  for (const mark of shown) {
    const px = Math.round(x(mark.atMs));
    const color = { critical: colors.hot, warning: colors.suspect, info: colors.secondary }[mark.severity];
    fill(ctx, color, px, layout.marks, 1, lane.bottom - layout.marks);
    ctx.beginPath();
    if (mark.severity === "info") ctx.arc(px + 0.5, layout.marks + 4, 3, 0, Math.PI * 2);
    else {
      ctx.moveTo(px - 4, layout.marks);
      ctx.lineTo(px + 5, layout.marks);
      ctx.lineTo(px + 0.5, layout.marks + 8);
    }
    ctx.fill();
  }
  const labels = placeLabels(
    shown.map((mark) => ({ ...mark, px: Math.round(x(mark.atMs)), width: ctx.measureText(mark.text).width })),
    widthPx,
  );
  ctx.fillStyle = colors.secondary;
  for (const label of labels) ctx.fillText(label.text, label.left, layout.words);
}

/** The last beat stands out: that is when the owner was last known to live. */
function paintLastBeat(ctx: Ctx, input: Placed, x: Scale): void {
  const { colors, zone, lane } = input;
  const last = lastBeatInView(input, x);
  if (last === null) return;
  const { atMs, px } = last;
  fill(ctx, colors.primary, px, Math.max(0, lane.top - 4), 2, heightOf(lane) + Math.min(4, lane.top));
  const { words, left, width } = placeLastBeat(ctx, px, atMs, zone);
  fill(ctx, colors.sunken, left - 3, middleOf(lane) - 9, width + 6, 17);
  note(ctx, colors.primary, words, left, lane);
}

function lastBeatInView({ model, view, widthPx }: Placed, x: Scale): { atMs: number; px: number } | null {
  const atMs = model.lastBeatMs;
  if (atMs === null || atMs < view.fromMs || atMs > view.toMs) return null;
  return { atMs, px: Math.min(Math.round(x(atMs)), widthPx - 2) };
}

/** The words of the last beat, before its mark, or after it where the edge is too near. */
function placeLastBeat(ctx: Ctx, px: number, atMs: number, zone: Zone) {
  const words = `last beat ${formatClock(atMs, zone)}`;
  const width = ctx.measureText(words).width;
  return { words, width, left: px - width - 6 >= 0 ? px - width - 6 : px + 8 };
}
