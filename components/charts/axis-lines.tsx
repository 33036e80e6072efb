"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useMemo, useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import { useAxisCursor, useChosenMs, useCursorMs } from "./axis-cursor.tsx";
import { axisInset } from "./axis-lane.tsx";
import { revealIn, shareOf, stepCursor } from "./axis-place.ts";
import type { AxisTick } from "./time-axis.ts";
import type { Span, TimelineMark } from "./timeline-model.ts";
import { useTimelineGestures } from "./use-timeline-gestures.ts";

const pressPx = 4;
const ranks = ["info", "warning", "critical"];
const markTones = { critical: "bg-hot", warning: "bg-suspect", info: "bg-strong" } as const;

function inView(atMs: number, view: Span): boolean {
  return atMs >= view.fromMs && atMs <= view.toMs;
}

const left = (atMs: number, view: Span) => ({ left: `${shareOf(atMs, view) * 100}%` });

/** Under the lanes: a faint line at each round moment, and its time below them. */
export function AxisUnder({ ticks, view }: { ticks: readonly AxisTick[]; view: Span }) {
  return ticks.map((tick) => {
    const share = shareOf(tick.atMs, view);
    return (
      <span key={tick.atMs} className="absolute inset-y-0 w-px" style={left(tick.atMs, view)}>
        <span className="absolute inset-x-0 top-0 bottom-5 bg-line" />
        <span
          className={cn(
            "absolute bottom-0 text-2xs whitespace-nowrap text-tertiary tabular-nums",
            share < 0.05 ? "left-0" : share > 0.95 ? "right-0" : "left-1/2 -translate-x-1/2",
          )}
        >
          {tick.label}
        </span>
      </span>
    );
  });
}

/**
 * Over the lanes: marks from top to bottom, the cursor, and what takes pointer and keys. It is a slider over time:
 * arrows move the cursor, Shift and arrows go from mark to mark; all else is as on a timeline.
 */
export function AxisOver(props: {
  plot: RefObject<HTMLDivElement | null>;
  label: string;
  view: Span;
  bounds: Span;
  marks: readonly TimelineMark[];
  reading: (atMs: number) => string;
  onView: (view: Span) => void;
  onReset: () => void;
}) {
  const { plot, label, view, bounds, marks, reading, onView, onReset } = props;
  const cursor = useAxisCursor();
  const chosenMs = useChosenMs();
  const nowMs = Math.min(Math.max(chosenMs ?? bounds.toMs, bounds.fromMs), bounds.toMs);
  const markTimes = useMemo(() => marks.map(({ atMs }) => atMs).sort((a, b) => a - b), [marks]);
  // One line a moment; the graver of two has it.
  const lines = useMemo(() => {
    const byRank = marks.toSorted((a, b) => ranks.indexOf(a.severity) - ranks.indexOf(b.severity));
    return [...new Map(byRank.map(({ atMs, severity }) => [atMs, severity]))].filter(([atMs]) =>
      inView(atMs, view),
    );
  }, [marks, view]);
  const gestures = useTimelineGestures(plot, { view, bounds, onView, onReset, onHover: cursor.hover });
  const pressed = useRef<number | null>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = stepCursor(event.key, event.shiftKey, nowMs, { view, bounds, marks: markTimes });
    if (next === null) return gestures.onKeyDown(event);
    event.preventDefault();
    cursor.choose(next);
    const shown = revealIn(next, view, bounds);
    if (shown !== view) onView(shown);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    pressed.current = event.clientX;
    gestures.onPointerDown(event);
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    gestures.onPointerUp();
    const from = pressed.current;
    pressed.current = null;
    if (from === null || Math.abs(event.clientX - from) > pressPx) return;
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    cursor.choose(view.fromMs + share * (view.toMs - view.fromMs));
  };
  return (
    <div
      {...gestures}
      ref={plot}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.round((bounds.toMs - bounds.fromMs) / 1_000)}
      aria-valuenow={Math.round((nowMs - bounds.fromMs) / 1_000)}
      aria-valuetext={reading(nowMs)}
      // From then on it stays where it is read: the right edge of a live picture goes on.
      onFocus={({ currentTarget }) => {
        if (chosenMs === null && currentTarget.matches(":focus-visible")) cursor.choose(bounds.toMs);
      }}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerUp={onPointerUp}
      className={cn(axisInset, "z-10 cursor-crosshair touch-pan-y overflow-hidden")}
    >
      {lines.map(([atMs, severity]) => (
        <span
          key={atMs}
          aria-hidden="true"
          style={left(atMs, view)}
          className={cn("absolute top-0 bottom-5 w-px opacity-45", markTones[severity])}
        />
      ))}
      <CursorLine view={view} />
    </div>
  );
}

function CursorLine({ view }: { view: Span }) {
  const atMs = useCursorMs();
  if (atMs === null || !inView(atMs, view)) return null;
  return (
    <span
      aria-hidden="true"
      data-cursor=""
      style={left(atMs, view)}
      className="absolute top-0 bottom-5 w-px bg-primary"
    />
  );
}
