"use client";

import { useEffect, useRef, useState } from "react";

const everyMs = 1_000;

/** A value that follows `latest` at once when it was quiet, and at most once a second while it changes. */
export function useEachSecond<T>(latest: T): T {
  const [shown, setShown] = useState(latest);
  const newest = useRef(latest);
  const lastMs = useRef(Number.NEGATIVE_INFINITY);
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    newest.current = latest;
    if (waiting.current !== null) return;
    const show = () => {
      waiting.current = null;
      lastMs.current = performance.now();
      setShown(newest.current);
    };
    const waitMs = lastMs.current + everyMs - performance.now();
    if (waitMs <= 0) show();
    else waiting.current = setTimeout(show, waitMs);
  }, [latest]);
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
      waiting.current = null;
    },
    [],
  );
  return shown;
}
