import { formatClock, formatDuration, formatInstant, type Zone } from "#components/ui/format-time.ts";
import type { ChartColors } from "./chart-colors.ts";
import { placeLabels } from "./place-labels.ts";
import { timeTicks } from "./time-axis.ts";
import type { Span, TimelineModel } from "./timeline-model.ts";
import { beatIndexAt } from "./timeline-words.ts";

/** Where things stand, in CSS pixels from the top. */
export const layout = { words: 11, marks: 17, laneTop: 32, laneBottom: 90, axis: 106, height: 114 } as const;

export interface PaintInput {
  model: TimelineModel;
  view: Span;
  widthPx: number;
  colors: ChartColors;
  font: string;
  zone: Zone;
  /** The moment under the pointer. */
  hoverMs: number | null;
}

type Ctx = CanvasRenderingContext2D;

/** Paints the whole picture. The context is already scaled to CSS pixels. */
export function paintTimeline(ctx: Ctx, input: PaintInput): void {
  const { model, view, widthPx, colors } = input;
  const scale = widthPx / (view.toMs - view.fromMs);
  const x = (atMs: number) => (atMs - view.fromMs) * scale;
  ctx.clearRect(0, 0, widthPx, layout.height);
  ctx.font = `11px ${input.font}`;
  ctx.textBaseline = "alphabetic";
  fill(ctx, colors.sunken, 0, layout.laneTop, widthPx, laneHeight);
  const neverSeen = model.lastBeatMs === null && model.beatBeforeMs === null;
  if (neverSeen) hatch(ctx, colors.unknown, 0, layout.laneTop, widthPx, laneHeight);
  paintBands(ctx, input, x);
  paintBlind(ctx, input, x);
  paintFolds(ctx, input, x);
  paintBeats(ctx, input, x);
  paintGaps(ctx, input, x);
  paintAxis(ctx, input, x);
  paintMarks(ctx, input, x);
  paintLastBeat(ctx, input, x);
  if (input.hoverMs !== null) fill(ctx, colors.primary, Math.round(x(input.hoverMs)), 0, 1, layout.axis - 12);
  if (model.lastBeatMs === null) {
    const words = neverSeen
      ? "Never seen: no beat has arrived"
      : `Last beat ${formatInstant(model.beatBeforeMs ?? 0, input.zone)}, before what is shown`;
    fill(ctx, colors.sunken, 6, middle - 9, ctx.measureText(words).width + 8, 17);
    note(ctx, colors.secondary, words, 10);
  }
}

const laneHeight = layout.laneBottom - layout.laneTop;
const middle = (layout.laneTop + layout.laneBottom) / 2;

function fill(ctx: Ctx, color: string, left: number, top: number, width: number, height: number): void {
  ctx.fillStyle = color;
  ctx.fillRect(left, top, width, height);
}

function note(ctx: Ctx, color: string, text: string, left: number): void {
  ctx.fillStyle = color;
  ctx.fillText(text, left, middle + 4);
}

/** Diagonal lines in a rectangle: the texture of what is not known. */
function hatch(ctx: Ctx, color: string, left: number, top: number, width: number, height: number): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.strokeStyle = color;
  ctx.globalAlpha = 0.35;
  ctx.beginPath();
  for (let at = left - height - (left % 6); at < left + width; at += 6) {
    ctx.moveTo(at, top + height);
    ctx.lineTo(at + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

function clip(span: Span, input: PaintInput, x: (atMs: number) => number): [number, number] | null {
  if (span.toMs < input.view.fromMs || span.fromMs > input.view.toMs) return null;
  const left = Math.max(0, x(span.fromMs));
  return [left, Math.min(input.widthPx, x(span.toMs)) - left];
}

const bandColors = {
  suspect: ["suspectSoft", "suspectText", "Suspect"],
  orphan: ["staleSoft", "staleText", "Orphan"],
  ghost: ["staleSoft", "staleText", "Ghost"],
  paused: ["pausedSoft", "paused", "Paused"],
} as const;

function paintBands(ctx: Ctx, input: PaintInput, x: (atMs: number) => number): void {
  for (const band of input.model.bands) {
    const place = clip(band, input, x);
    if (place === null) continue;
    const [left, width] = place;
    const known = band.state in bandColors ? bandColors[band.state as keyof typeof bandColors] : null;
    const [soft, ink, word] = known ?? (["unknownSoft", "unknown", "Unknown"] as const);
    fill(ctx, input.colors[soft], left, layout.laneTop, width, laneHeight);
    if (known === null) hatch(ctx, input.colors.unknown, left, layout.laneTop, width, laneHeight);
    fill(ctx, input.colors[ink], left, layout.laneTop, width, 2);
    if (ctx.measureText(word).width + 12 < width) {
      ctx.fillStyle = input.colors[ink];
      ctx.fillText(word, left + 6, layout.laneTop + 15);
    }
  }
}

function paintBlind(ctx: Ctx, input: PaintInput, x: (atMs: number) => number): void {
  for (const span of input.model.blind) {
    const place = clip(span, input, x);
    if (place === null) continue;
    const [left, width] = place;
    fill(ctx, input.colors.unknownSoft, left, layout.laneTop, width, laneHeight);
    hatch(ctx, input.colors.unknown, left, layout.laneTop, width, laneHeight);
    const words = "not listening";
    if (ctx.measureText(words).width + 12 < width) note(ctx, input.colors.secondary, words, left + 6);
  }
}

/** A stretch where beats are closer than the eye can part: outlined, with a quiet body. */
function run(ctx: Ctx, color: string, left: number, width: number, halfHeight: number): void {
  ctx.globalAlpha = 0.4;
  fill(ctx, color, left, middle - halfHeight, width, halfHeight * 2);
  ctx.globalAlpha = 1;
  fill(ctx, color, left, middle - halfHeight, width, 1);
  fill(ctx, color, left, middle + halfHeight - 1, width, 1);
}

/** Minutes of which only the count is known: lower than beats that were seen one by one. */
function paintFolds(ctx: Ctx, input: PaintInput, x: (atMs: number) => number): void {
  for (const fold of input.model.folds) {
    const place = clip(fold, input, x);
    if (place === null) continue;
    const left = Math.round(place[0]);
    run(ctx, input.colors.live, left, Math.max(1, Math.round(place[0] + place[1]) - left), 11);
  }
}

/** One tick a beat; beats that are closer than two pixels run together. */
function paintBeats(ctx: Ctx, input: PaintInput, x: (atMs: number) => number): void {
  const { beats } = input.model;
  const color = input.colors.live;
  let startPx = Number.NaN;
  let endPx = Number.NaN;
  const flush = () => {
    if (Number.isNaN(startPx)) return;
    if (endPx - startPx > 2) run(ctx, color, startPx, endPx - startPx + 1, 18);
    else fill(ctx, color, startPx, middle - 18, 1, 36);
  };
  for (let i = Math.max(0, beatIndexAt(beats, input.view.fromMs)); i < beats.length; i += 1) {
    const atMs = beats[i] ?? 0;
    if (atMs > input.view.toMs) break;
    const px = Math.round(x(atMs));
    if (!(px - endPx <= 2)) {
      flush();
      startPx = px;
    }
    endPx = px;
  }
  flush();
}

function paintGaps(ctx: Ctx, input: PaintInput, x: (atMs: number) => number): void {
  for (const gap of input.model.gaps) {
    const place = clip(gap, input, x);
    if (place === null) continue;
    const [left, width] = place;
    ctx.strokeStyle = input.colors.suspect;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(left + 2, layout.laneBottom - 6.5);
    ctx.lineTo(left + Math.max(2, width - 2), layout.laneBottom - 6.5);
    ctx.stroke();
    ctx.setLineDash([]);
    const span = formatDuration(gap.toMs - gap.fromMs);
    const words = [`no beat for ${span}${gap.open ? ", and counting" : ""}`, span];
    const fits = words.find((text) => ctx.measureText(text).width + 12 < width);
    if (fits !== undefined) {
      ctx.fillStyle = input.colors.suspectText;
      ctx.fillText(fits, left + (width - ctx.measureText(fits).width) / 2, layout.laneBottom - 12);
    }
  }
}

function paintAxis(ctx: Ctx, input: PaintInput, x: (atMs: number) => number): void {
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

function paintMarks(ctx: Ctx, input: PaintInput, x: (atMs: number) => number): void {
  const { colors, view, widthPx } = input;
  const shown = input.model.marks.filter((mark) => mark.atMs >= view.fromMs && mark.atMs <= view.toMs);
  for (const mark of shown) {
    const px = Math.round(x(mark.atMs));
    const color = { critical: colors.hot, warning: colors.suspect, info: colors.secondary }[mark.severity];
    fill(ctx, color, px, layout.marks, 1, layout.laneBottom - layout.marks);
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
function paintLastBeat(ctx: Ctx, input: PaintInput, x: (atMs: number) => number): void {
  const { model, view, widthPx, colors, zone } = input;
  const atMs = model.lastBeatMs;
  if (atMs === null || atMs < view.fromMs || atMs > view.toMs) return;
  const px = Math.min(Math.round(x(atMs)), widthPx - 2);
  fill(ctx, colors.primary, px, layout.laneTop - 4, 2, laneHeight + 4);
  const words = `last beat ${formatClock(atMs, zone)}`;
  const width = ctx.measureText(words).width;
  const left = px - width - 6 >= 0 ? px - width - 6 : px + 8;
  fill(ctx, colors.sunken, left - 3, middle - 9, width + 6, 17);
  note(ctx, colors.primary, words, left);
}
