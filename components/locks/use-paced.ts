"use client";

import { startTransition, useEffect, useRef, useState } from "react";

/** Rows are put in order at most this often, and not while somebody is about to hit one. */
const orderEveryMs = 1_000;
const aboutToHitMs = 900;

/** Notes that a person is at work on the rows: the order waits for them. */
export interface Pace {
  /** A pointer moved over the rows, or a row key was pressed. */
  touch: () => void;
  /** A row is pressed down: the order is held until it is released. */
  press: (down: boolean) => void;
  /** Earliest time (performance clock) at which rows may move. */
  quietAtMs: () => number;
}

/** Makes the pace of one table. */
export function createPace(nowMs: () => number): Pace {
  let pressed = false;
  let touchedMs = Number.NEGATIVE_INFINITY;
  return {
    touch: () => {
      touchedMs = nowMs();
    },
    press: (down) => {
      pressed = down;
      touchedMs = nowMs();
    },
    quietAtMs: () => (pressed ? nowMs() + aboutToHitMs : touchedMs + aboutToHitMs),
  };
}

/** A value that follows `latest` at the pace of the table; at once until `settled`. */
export function usePaced<T>(latest: T, pace: Pace, settled: boolean): T {
  const [shown, setShown] = useState(latest);
  const newest = useRef(latest);
  const lastMs = useRef(Number.NEGATIVE_INFINITY);
  const wasSettled = useRef(false);
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    newest.current = latest;
    if (!settled || !wasSettled.current) {
      wasSettled.current = settled;
      setShown(latest);
      return;
    }
    if (waiting.current !== null) return;
    const leftMs = (now: number) => Math.max(lastMs.current + orderEveryMs, pace.quietAtMs()) - now;
    const attempt = () => {
      const now = performance.now();
      if (leftMs(now) > 0) {
        waiting.current = setTimeout(attempt, leftMs(now));
        return;
      }
      waiting.current = null;
      lastMs.current = now;
      // Worked on between frames: thousands of rows or cells may change their places.
      startTransition(() => setShown(newest.current));
    };
    // Never at once: the frame that brought the new values is painted first, and then the order is looked at.
    waiting.current = setTimeout(attempt, Math.max(0, leftMs(performance.now())));
  }, [latest, pace, settled]);
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
      waiting.current = null;
    },
    [],
  );
  return settled ? shown : latest;
}
