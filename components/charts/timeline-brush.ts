import type { Zone } from "#components/ui/format-time.ts";
import type { ChartColors } from "./chart-colors.ts";
import type { Span, TimelineModel } from "./timeline-model.ts";

export type Ctx = CanvasRenderingContext2D;

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

export interface Lane {
  top: number;
  bottom: number;
}

/** An input, and where its lane of beats stands, in CSS pixels from the top. */
export type Placed = PaintInput & { lane: Lane };
/** From a moment to CSS pixels. */
export type Scale = (atMs: number) => number;

/** Clears the canvas and sets the font; where each moment stands. */
export function begin(ctx: Ctx, { view, widthPx, font }: PaintInput, heightPx: number): Scale {
  const scale = widthPx / (view.toMs - view.fromMs);
  ctx.clearRect(0, 0, widthPx, heightPx);
  ctx.font = `11px ${font}`;
  ctx.textBaseline = "alphabetic";
  return (atMs) => (atMs - view.fromMs) * scale;
}

/** Height of a lane, in CSS pixels. */
export function heightOf(lane: Lane): number {
  return lane.bottom - lane.top;
}

/** The middle of a lane, in CSS pixels from the top. */
export function middleOf(lane: Lane): number {
  return (lane.top + lane.bottom) / 2;
}

/** A filled rectangle. */
export function fill(
  ctx: Ctx,
  color: string,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  ctx.fillStyle = color;
  ctx.fillRect(left, top, width, height);
}

/** Words in the middle of a lane. */
export function note(ctx: Ctx, color: string, text: string, left: number, lane: Lane): void {
  ctx.fillStyle = color;
  ctx.fillText(text, left, middleOf(lane) + 4);
}

/** Diagonal lines in a rectangle: the texture of what is not known. */
export function hatch(
  ctx: Ctx,
  color: string,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
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

/** Left edge and width of a span, as far as it is in view; null when none of it is. */
export function clip(span: Span, input: Placed, x: Scale): [number, number] | null {
  if (span.toMs < input.view.fromMs || span.fromMs > input.view.toMs) return null;
  const left = Math.max(0, x(span.fromMs));
  return [left, Math.min(input.widthPx, x(span.toMs)) - left];
}
