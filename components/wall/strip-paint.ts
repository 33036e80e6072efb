import type { ChartColors } from "#components/charts/chart-colors.ts";
import type { BeatStrip } from "#lib/domain/wall/beat-strip.ts";
import type { Box } from "./use-box.ts";

/** Hatching says what is not there: missing beats in their hue, what is not known in grey. */
function hatch(ctx: CanvasRenderingContext2D, from: number, to: number, box: Box, color: string): void {
  const { heightPx, unitPx } = box;
  if (to - from < 1) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, 0, to - from, heightPx);
  ctx.clip();
  ctx.strokeStyle = color;
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = 2 * unitPx;
  ctx.beginPath();
  const step = 12 * unitPx;
  for (let x = Math.floor((from - heightPx) / step) * step; x < to; x += step) {
    ctx.moveTo(x, heightPx);
    ctx.lineTo(x + heightPx, 0);
  }
  ctx.stroke();
  ctx.restore();
}

/** One heartbeat strip: a tick for each beat, silences hatched, the last beat of a frozen one marked. */
export function paintStrip(
  ctx: CanvasRenderingContext2D,
  strip: BeatStrip,
  box: Box,
  colors: ChartColors,
  silence: string,
): void {
  const { widthPx, heightPx, unitPx } = box;
  const x = (place: number) => place * widthPx;
  ctx.fillStyle = colors.line;
  ctx.fillRect(0, heightPx - 2 * unitPx, widthPx, 2 * unitPx);
  for (const { from, to } of strip.gaps) hatch(ctx, x(from), x(to), box, silence);
  if (strip.unknownFrom !== null) hatch(ctx, x(strip.unknownFrom), widthPx, box, colors.unknown);
  ctx.fillStyle = strip.frozen ? colors.tertiary : colors.live;
  const tick = 4 * unitPx;
  for (const place of strip.ticks) ctx.fillRect(x(place) - tick / 2, heightPx * 0.22, tick, heightPx * 0.6);
  if (strip.last === null || !strip.frozen || strip.last.place < 0) return;
  ctx.fillStyle = silence;
  ctx.fillRect(x(strip.last.place) - tick, 0, 2 * tick, heightPx);
}
