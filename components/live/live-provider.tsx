"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Alerts } from "#components/alert/start-alerts.ts";
import { dataAgeMs } from "#components/shell/feed.ts";
import type { ClockStore } from "#components/ui/clock-store.ts";
import { useFromNow, useServerClock } from "#components/ui/server-clock.tsx";
import { browserApi } from "#lib/client/http.ts";
import { type LiveFeed, LiveStore, silentFeed } from "#lib/client/live-store.ts";
import { type Painter, paintPace } from "./before-paint.ts";

const Context = createContext<LiveStore | null>(null);

/** A browser opens few connections to one server: a tab that nobody looks at gives its own back. */
const hiddenPauseMs = 30_000;
const alertsAgainMs = 5_000;

const timer = {
  wallMs: () => Date.now(),
  monoMs: () => performance.now(),
  random: () => Math.random(),
  after: (delayMs: number, call: () => void) => {
    const id = setTimeout(call, delayMs);
    return () => clearTimeout(id);
  },
};

const painter: Painter = {
  nowMs: timer.monoMs,
  beforeNextPaint: (call) => {
    const id = requestAnimationFrame(call);
    return () => cancelAnimationFrame(id);
  },
  after: timer.after,
};

/**
 * One stream for all screens below it; it also sets the page's clock to the server's. `unattended`: nobody sits before
 * this screen, so it never stops asking.
 */
export function LiveProvider({ children, unattended }: { children: ReactNode; unattended?: boolean }) {
  const queryClient = useQueryClient();
  const clock = useServerClock();
  const [store] = useState(
    () => new LiveStore({ api: browserApi, queryClient, timer, beforePaint: paintPace(painter), unattended }),
  );
  const { push } = useRouter();
  useEffect(() => {
    let cancelPause: (() => void) | null = null;
    let alerts: Alerts | null = null;
    let gone = false;
    // What is seen on the tab alone is no part of the first load; until it comes, the tab's icon stays as calm as it was.
    const loadAlerts = () => {
      if (gone) return;
      import("#components/alert/start-alerts.ts").then(
        (m) => {
          if (!gone) alerts = m.startAlerts(store, () => ageOf(store.feed(), clock), push);
        },
        () => timer.after(alertsAgainMs, loadAlerts),
      );
    };
    loadAlerts();
    const look = () => {
      cancelPause?.();
      cancelPause = null;
      if (document.hidden && !unattended) {
        cancelPause = timer.after(hiddenPauseMs, () => {
          if (alerts?.staysOpen() !== true) store.pause();
        });
      } else {
        store.start();
        store.nudge();
      }
    };
    const nudge = () => store.nudge();
    let offsetMs: number | null = null;
    const stopClock = store.subscribe(() => {
      const { serverOffsetMs, lastFrameAt } = store.feed();
      if (lastFrameAt === null || serverOffsetMs === offsetMs) return;
      offsetMs = serverOffsetMs;
      clock.setOffsetMs(serverOffsetMs);
    });
    const stopLooking = clock.subscribe(() => store.look());
    store.start();
    look();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("online", nudge);
    return () => {
      gone = true;
      alerts?.stop();
      stopClock();
      stopLooking();
      cancelPause?.();
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("online", nudge);
      store.pause();
    };
  }, [store, clock, push, unattended]);
  return <Context value={store}>{children}</Context>;
}

/** The tab's live store. */
export function useLiveStore(): LiveStore {
  const store = useContext(Context);
  if (store === null) throw new Error("LiveProvider is missing above this component");
  return store;
}

/** The connection, the grace period and the read-only reason, as they change. */
export function useFeed(): LiveFeed {
  const store = useLiveStore();
  return useSyncExternalStore(store.subscribe, store.feed, () => silentFeed);
}

/** Age of what is on the screen, in steps of a second, ms; null while a first frame may still come. */
export function useDataAge(): number | null {
  const feed = useFeed();
  const clock = useServerClock();
  return useFromNow((nowMs) => {
    const ageMs = ageOf(feed, clock, nowMs);
    return ageMs === null ? null : Math.floor(ageMs / 1_000) * 1_000;
  });
}

function ageOf(feed: LiveFeed, clock: ClockStore, nowMs = clock.nowMs()): number | null {
  return dataAgeMs(feed, clock.renderedMs, nowMs, performance.now());
}
