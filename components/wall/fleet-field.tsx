"use client";

import { useEffect, useMemo, useRef } from "react";
import { type ChartColors, readColors, useAppearance } from "#components/charts/chart-colors.ts";
import type { StateName } from "#components/ui/state.ts";
import { type CellField, type FieldBand, layField } from "#lib/domain/wall/cell-field.ts";
import { type CellState, cellOrder, type FleetOfWorld } from "#lib/domain/wall/wall-fleet.ts";
import { grouped } from "#lib/domain/words.ts";
import { paintCells } from "./cell-paint.ts";
import { freshCanvas, useBox } from "./use-box.ts";
import { WallName } from "./wall-name.tsx";
import { WallState } from "./wall-state.tsx";

/** Words of a group stand left of its cells; in units of the picture. */
const wordsWidth = 420;
const bandMin = 36;
const bandGap = 12;
const cellMost = 36;
/** Where a small fleet has the whole picture. */
const largeCellMost = 96;

/** All nodes as cells, the worst group first, with its counts in words beside. `large`: few nodes fill much room. */
export function FleetField(props: { fleet: FleetOfWorld; large?: boolean; drill?: boolean }) {
  const { fleet, large = false, drill = false } = props;
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useBox(place);
  const appearance = useAppearance();
  const field = useMemo(() => {
    if (box === null || box.widthPx === 0) return null;
    const { widthPx, heightPx, unitPx } = box;
    return layField(fleet.groups, {
      widthPx: widthPx - wordsWidth * unitPx,
      heightPx,
      bandMinPx: bandMin * unitPx,
      gapPx: bandGap * unitPx,
      cellMaxPx: (large ? largeCellMost : cellMost) * unitPx,
    });
  }, [box, fleet, large]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens that `appearance` stands for are read from the page
  useEffect(() => {
    if (box === null || field === null || canvas.current === null) return;
    const ctx = freshCanvas(canvas.current, box);
    if (ctx !== null) paintField(ctx, field, wordsWidth * box.unitPx, readColors(canvas.current));
  }, [box, field, appearance]);
  return (
    <div ref={place} className="relative min-h-0 flex-1" data-fleet-field={drill ? "drill" : "real"}>
      <canvas ref={canvas} className="absolute inset-0 h-full w-full" />
      <ul aria-label={drill ? "Groups of the drill's fleet" : "Groups of the fleet"}>
        {field?.bands.map((band) => (
          <BandWords key={band.group.name || "rest"} band={band} />
        ))}
      </ul>
    </div>
  );
}

function paintField(
  ctx: CanvasRenderingContext2D,
  field: CellField,
  leftPx: number,
  colors: ChartColors,
): void {
  for (const { group, columns, topPx, cellPx } of field.bands) {
    let index = 0;
    for (const state of cellOrder) {
      const to = index + (group.counts[state] ?? 0);
      paintCells(ctx, { state, from: index, to, columns, leftPx, topPx, cellPx }, colors);
      index = to;
    }
  }
}

/** The state whose mark stands for a cell; the words are those of the fleet page. */
export const cellLook: Record<CellState, StateName> = {
  hot: "hot",
  orphan: "orphan",
  halted: "halted",
  silent: "silent",
  impaired: "impaired",
  late: "late",
  paused: "paused",
  stopped: "stopped",
  up: "up",
};

function BandWords({ band: { group, groups, topPx } }: { band: FieldBand }) {
  const worst = cellOrder.find((state) => (group.counts[state] ?? 0) > 0) ?? "up";
  const count = group.counts[worst] ?? 0;
  return (
    <li className="wall-small absolute left-0 flex w-100 min-w-0 gap-4 text-primary" style={{ top: topPx }}>
      {groups === 1 ? (
        <WallName name={group.name} />
      ) : (
        <span className="truncate">{grouped(groups)} more groups</span>
      )}
      <WallState
        state={cellLook[worst]}
        label={`${grouped(count)} ${shortWords[worst] ?? worst}`}
        className="ml-auto shrink-0"
      />
    </li>
  );
}

const shortWords: Partial<Record<CellState, string>> = { hot: "HOT", orphan: "stale" };

/** "3 silent"; a node that is up but has a HOT or stale lock is said to have one. */
export function cellCount(state: CellState, count: number): string {
  const word = state === "hot" ? "with a HOT lock" : state === "orphan" ? "with a stale lock" : state;
  return `${grouped(count)} ${word}`;
}
