"use client";

import { useEffect, useState } from "react";
import { retryAfterMs } from "./problem-words.ts";

/** Whole seconds until a request refused for its rate may be sent again; 0 when it may. Counts down. */
export function useWaitSeconds(error: Error | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const waitMs = retryAfterMs(error);
    setLeft(waitMs === null ? 0 : Math.ceil(waitMs / 1000));
    if (waitMs === null) return;
    const endMs = performance.now() + waitMs;
    const id = setInterval(() => {
      const next = Math.max(0, Math.ceil((endMs - performance.now()) / 1000));
      setLeft(next);
      if (next === 0) clearInterval(id);
    }, 250);
    return () => clearInterval(id);
  }, [error]);
  return left;
}
