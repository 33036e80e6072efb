/** One timer for the whole page, on the server's clock. */
export interface ClockStore {
  /** Now, in epoch milliseconds on the server's clock. */
  nowMs: () => number;
  /** What the server thought was now when it rendered the page: the only time hydration may use. */
  renderedMs: number;
  /** Tells how far the server's clock is ahead of this machine's, in milliseconds. */
  setOffsetMs: (offsetMs: number) => void;
  /** Calls back about once a second; the timer runs only while somebody listens. */
  subscribe: (listener: () => void) => () => void;
}

interface Timer {
  wallMs: () => number;
  every: (tickMs: number, tick: () => void) => () => void;
}

/**
 * Makes the store. `seed` is the server's time at render; `timer` is this machine's clock, passed in so that
 * a test can hold it.
 */
export function createClockStore(renderedMs: number, timer: Timer): ClockStore {
  const listeners = new Set<() => void>();
  let offsetMs = renderedMs - timer.wallMs();
  let stop: (() => void) | null = null;
  const notify = () => {
    for (const listener of listeners) listener();
  };
  return {
    renderedMs,
    nowMs: () => Math.round(timer.wallMs() + offsetMs),
    setOffsetMs: (next) => {
      offsetMs = next;
      notify();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      stop ??= timer.every(1_000, notify);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
