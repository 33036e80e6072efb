"use client";

import { useEffect, useRef } from "react";
import { type ChartColors, readColors, useAppearance } from "#components/charts/chart-colors.ts";
import type { Overview } from "#lib/contract/lists.ts";
import { grouped } from "#lib/domain/words.ts";
import { type Box, freshCanvas, useBox } from "./use-box.ts";
import { WallSection } from "./wall-section.tsx";

const minutes = 60;

/**
 * Refusals in each minute of the last hour; a minute of which nothing is known is hollow, and not zero. `height` in units;
 * without it, all that is left.
 */
export function HistoryBars({ series, height }: { series: Overview["series"]; height?: number }) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useBox(place);
  const appearance = useAppearance();
  const sum = series.reduce((total, { refusals }) => total + refusals, 0);
  const most = series.reduce((top, { refusals }) => Math.max(top, refusals), 0);
  const words = sum === 0 ? "none" : `${grouped(sum)} in all, at most ${grouped(most)} a minute`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens that `appearance` stands for are read from the page
  useEffect(() => {
    if (box === null || canvas.current === null) return;
    const ctx = freshCanvas(canvas.current, box);
    if (ctx !== null) paintBars(ctx, series, box, readColors(canvas.current));
  }, [box, series, appearance]);
  return (
    <WallSection
      title="Refusals in the last hour"
      note={words}
      className={height === undefined ? "flex-1" : "shrink-0"}
      {...(height !== undefined && { height })}
    >
      <div ref={place} aria-hidden="true" className="relative min-h-0 flex-1 border-t border-line">
        <canvas ref={canvas} className="absolute inset-0 h-full w-full" />
      </div>
      <p className="wall-least flex shrink-0 justify-between text-tertiary">
        <span>an hour ago</span>
        <span>now</span>
      </p>
    </WallSection>
  );
}

function paintBars(
  ctx: CanvasRenderingContext2D,
  series: Overview["series"],
  { widthPx, heightPx, unitPx }: Box,
  colors: ChartColors,
): void {
  const lastMinuteAt = series.at(-1)?.minuteAt ?? 0;
  const most = Math.max(1, ...series.map(({ refusals }) => refusals));
  const step = widthPx / minutes;
  const bar = Math.max(1, step - 4 * unitPx);
  const known = new Map(series.map((point) => [point.minuteAt, point.refusals]));
  for (let back = 0; back < minutes; back += 1) {
    const refusals = known.get(lastMinuteAt - back * 60_000);
    const x = widthPx - (back + 1) * step;
    if (refusals === undefined) {
      ctx.fillStyle = colors.line;
      ctx.fillRect(x, heightPx - 2 * unitPx, bar, 2 * unitPx);
      continue;
    }
    const tall =
      refusals === 0 ? 6 * unitPx : Math.max(10 * unitPx, (refusals / most) * (heightPx - 8 * unitPx));
    ctx.fillStyle = refusals === 0 ? colors.strong : colors.hot;
    ctx.fillRect(x, heightPx - tall, bar, tall);
  }
}
