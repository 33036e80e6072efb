"use client";

import { useEffect, useRef } from "react";
import { readColors, useAppearance } from "#components/charts/chart-colors.ts";
import { missedAfterMs } from "#components/charts/missed-after.ts";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/format-time.ts";
import { useServerClock, useServerNow } from "#components/ui/server-clock.tsx";
import type { RecentBeats } from "#lib/contract/lists.ts";
import type { OwnerRow } from "#lib/contract/rows.ts";
import { plainName } from "#lib/domain/drill/names.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { isStale } from "#lib/domain/states.ts";
import { type BeatFacts, layStrip } from "#lib/domain/wall/beat-strip.ts";
import { wallClock } from "#lib/domain/wall/wall-answer.ts";
import { paintStrip } from "./strip-paint.ts";
import { freshCanvas, useBox } from "./use-box.ts";
import { WallName } from "./wall-name.tsx";
import { WallState } from "./wall-state.tsx";

const spanMs = 120_000;
/** Beats are asked for every two seconds: drawn this much later, each comes in at the right edge as it was. */
const behindMs = 2_500;
const frameMs = 100;
const stillFrameMs = 1_000;

/** The heartbeat of one owner: moved by the server's clock, marked by its real beats alone. */
export function BeatLine({
  owner,
  beats,
  toldUntil,
}: {
  owner: OwnerRow;
  beats: RecentBeats["items"][number] | undefined;
  toldUntil: number;
}) {
  const facts: BeatFacts = {
    beats: beats?.beats ?? [],
    lastBeatAt: owner.lastBeatAt,
    missedAfterMs: missedAfterMs(beats?.rhythmMs ?? owner.rhythmMs, beats?.ttlMs ?? owner.ttlMs),
    toldUntil,
  };
  const nowMs = useServerNow();
  const { frozen, last } = layStrip(facts, { toMs: nowMs - behindMs, spanMs });
  const dead = isStale(owner.verdict);
  const silent = frozen || owner.state === "lost";
  return (
    <li
      data-strip={silent ? "frozen" : "beating"}
      className="flex items-stretch gap-5 border-t border-line py-2"
    >
      <div className="w-88 shrink-0">
        {/* Each name has a line: side by side, neither had room. */}
        <p className="wall-small flex min-w-0 text-primary">
          <WallName name={owner.service ?? owner.id} />
        </p>
        <p className="wall-least flex min-w-0 gap-2">
          <WallState state={owner.verdict} className="shrink-0" />
          <span className="shrink-0 text-tertiary">on</span>
          <WallName name={plainName(owner.node)} className="text-secondary" />
        </p>
      </div>
      <div className="relative min-w-0 flex-1">
        <StripCanvas facts={facts} dead={dead} />
        {silent && last !== null && (
          <p
            className={cn(
              "wall-text absolute inset-y-0 flex items-center bg-sunken font-medium text-primary",
              // Beside the last beat, never on it.
              last.place > 0.5 ? "left-0 pr-4" : "right-0 pl-4",
            )}
          >
            frozen at {wallClock(last.atMs, nowMs, true)}
            <span className="wall-small pl-3 text-secondary">{formatDuration(nowMs - last.atMs)} ago</span>
          </p>
        )}
        {last === null && <p className="wall-small absolute inset-0 text-tertiary">no beat seen</p>}
        <span className="sr-only">{stripWords(owner, silent, last?.atMs ?? null, nowMs)}</span>
      </div>
    </li>
  );
}

/** The strip in words, for who cannot see it; by the minute, so that nothing chatters. */
function stripWords(owner: OwnerRow, silent: boolean, lastAt: number | null, nowMs: number): string {
  const who = `${safeText(owner.service ?? owner.id, 60)} on ${safeText(owner.node, 60)}`;
  if (lastAt === null) return `${who}: no beat seen.`;
  return silent ? `${who}: no beat since ${wallClock(lastAt, nowMs, true)} UTC.` : `${who}: beats.`;
}

function StripCanvas({ facts, dead }: { facts: BeatFacts; dead: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useBox(place);
  const clock = useServerClock();
  const appearance = useAppearance();
  const newest = useRef(facts);
  useEffect(() => {
    newest.current = facts;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens that `appearance` stands for are read from the page
  useEffect(() => {
    const element = canvas.current;
    if (box === null || element === null) return;
    const colors = readColors(element);
    const paint = () => {
      const ctx = freshCanvas(element, box);
      if (ctx === null) return;
      const strip = layStrip(newest.current, { toMs: clock.nowMs() - behindMs, spanMs });
      paintStrip(ctx, strip, box, colors, dead ? colors.stale : colors.suspect);
    };
    paint();
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const id = setInterval(paint, still ? stillFrameMs : frameMs);
    return () => clearInterval(id);
  }, [box, clock, dead, appearance]);
  return (
    <div ref={place} aria-hidden="true" className="absolute inset-0">
      <canvas ref={canvas} className="block h-full w-full" />
    </div>
  );
}
