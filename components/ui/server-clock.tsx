"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";
import { type ClockStore, createClockStore } from "./clock-store.ts";

/** For a clock of one's own, such as one that stands still; everybody else takes `ServerClock`. */
export const ClockContext = createContext<ClockStore | null>(null);

const browserTimer = {
  wallMs: () => Date.now(),
  every: (tickMs: number, tick: () => void) => {
    const id = setInterval(tick, tickMs);
    return () => clearInterval(id);
  },
};

/** Time for everything below, on the server's clock. `renderedMs` is the server's now when it rendered. */
export function ServerClock({ renderedMs, children }: { renderedMs: number; children: ReactNode }) {
  const [clock] = useState(() => createClockStore(renderedMs, browserTimer));
  return <ClockContext value={clock}>{children}</ClockContext>;
}

/** The clock itself: to correct its offset from the stream, or to read it in a callback. */
export function useServerClock(): ClockStore {
  const clock = useContext(ClockContext);
  if (clock === null) throw new Error("ServerClock is missing above this component");
  return clock;
}

/**
 * A value made from the server's now, recomputed each second; the component renders again only when the value
 * (a string, number or boolean) changed. While hydrating it is made from the time of the server's render.
 */
export function useFromNow<T extends string | number | boolean | null>(derive: (nowMs: number) => T): T {
  const clock = useServerClock();
  return useSyncExternalStore(
    clock.subscribe,
    () => derive(clock.nowMs()),
    () => derive(clock.renderedMs),
  );
}

/** The server's now in epoch milliseconds, in steps of `stepMs` (one second or more). */
export function useServerNow(stepMs = 1_000): number {
  return useFromNow((nowMs) => Math.floor(nowMs / stepMs) * stepMs);
}
