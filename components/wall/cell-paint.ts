import type { ChartColors } from "#components/charts/chart-colors.ts";
import type { CellState } from "#lib/domain/wall/wall-fleet.ts";

interface Run {
  state: CellState;
  /** Cells from here to there, counted in lines from the band's left. */
  from: number;
  to: number;
  columns: number;
  leftPx: number;
  topPx: number;
  cellPx: number;
}

const hueOf: Record<CellState, keyof ChartColors> = {
  hot: "hot",
  orphan: "stale",
  halted: "down",
  silent: "unknown",
  impaired: "suspect",
  late: "suspect",
  paused: "paused",
  stopped: "paused",
  up: "live",
};

/** Cells smaller than this are plain squares: no shape can be seen in them. */
const shapedFromPx = 9;

/** A run of cells of one state. Shape tells it as well as hue: what is well is a small dot, what is not fills its cell. */
export function paintCells(ctx: CanvasRenderingContext2D, run: Run, colors: ChartColors): void {
  const { state, from, to, columns, leftPx, topPx, cellPx } = run;
  if (to <= from) return;
  ctx.fillStyle = colors[hueOf[state]];
  ctx.strokeStyle = ctx.fillStyle;
  ctx.lineWidth = Math.max(1, cellPx * 0.1);
  const shaped = cellPx >= shapedFromPx;
  const shape = shaped ? shapes[state] : square;
  const share = !shaped ? 0.42 : state === "up" ? 0.26 : 0.38;
  ctx.beginPath();
  for (let index = from; index < to; index += 1) {
    const x = leftPx + ((index % columns) + 0.5) * cellPx;
    const y = topPx + (Math.floor(index / columns) + 0.5) * cellPx;
    shape.trace(ctx, x, y, cellPx * share);
  }
  if (shape.filled) ctx.fill();
  else ctx.stroke();
}

interface CellShape {
  filled: boolean;
  /** Adds the shape around a middle to the path; `r` is half its width. */
  trace: (ctx: CanvasRenderingContext2D, x: number, y: number, r: number) => void;
}

const square: CellShape = { filled: true, trace: (ctx, x, y, r) => ctx.rect(x - r, y - r, 2 * r, 2 * r) };
const dot: CellShape = {
  filled: true,
  trace: (ctx, x, y, r) => {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  },
};
const triangle: CellShape = {
  filled: true,
  trace: (ctx, x, y, r) => {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.lineTo(x - r, y + r);
    ctx.closePath();
  },
};
const wedge: CellShape = {
  filled: true,
  trace: (ctx, x, y, r) => {
    ctx.moveTo(x - r, y - r);
    ctx.lineTo(x + r, y - r);
    ctx.lineTo(x, y + r);
    ctx.closePath();
  },
};
const ring: CellShape = { filled: false, trace: dot.trace };
const half: CellShape = {
  filled: true,
  trace: (ctx, x, y, r) => {
    ctx.moveTo(x, y - r);
    ctx.arc(x, y, r, -Math.PI / 2, Math.PI / 2, true);
    ctx.closePath();
  },
};
const bars: CellShape = {
  filled: true,
  trace: (ctx, x, y, r) => {
    ctx.rect(x - r * 0.8, y - r, r * 0.55, 2 * r);
    ctx.rect(x + r * 0.25, y - r, r * 0.55, 2 * r);
  },
};
const cross: CellShape = {
  filled: false,
  trace: (ctx, x, y, r) => {
    ctx.moveTo(x - r, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.moveTo(x - r, y + r);
    ctx.lineTo(x + r, y - r);
  },
};
const frame: CellShape = { filled: false, trace: square.trace };

const shapes: Record<CellState, CellShape> = {
  hot: triangle,
  orphan: ring,
  halted: cross,
  silent: frame,
  impaired: wedge,
  late: half,
  paused: bars,
  stopped: square,
  up: dot,
};
