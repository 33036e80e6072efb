"use client";

import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useLiveStore } from "#components/live/live-provider.tsx";
import { dataAgeMs, feedLevel } from "#components/shell/feed.ts";
import { formatInstant } from "#components/ui/format-time.ts";
import { usePreferences } from "#components/ui/preferences.ts";
import { useServerClock } from "#components/ui/server-clock.tsx";

interface Printed {
  at: number;
  url: string;
  revision: number;
  stale: boolean;
}

/**
 * Where paper comes from: address, when it was printed, of which revision, and that the data was stale where it was.
 * At the end of the document, and at the foot of each page where the browser can.
 */
export function PrintNote() {
  const store = useLiveStore();
  const clock = useServerClock();
  const { zone } = usePreferences();
  const [printed, setPrinted] = useState<Printed | null>(null);
  useEffect(() => {
    const note = () => {
      const at = clock.nowMs();
      const ageMs = dataAgeMs(store.feed(), clock.renderedMs, at, performance.now());
      // The paper is made as soon as this returns.
      flushSync(() =>
        setPrinted({
          at,
          url: window.location.href,
          revision: store.revision(),
          stale: feedLevel(ageMs) === "stale",
        }),
      );
    };
    window.addEventListener("beforeprint", note);
    return () => window.removeEventListener("beforeprint", note);
  }, [store, clock]);
  if (printed === null) return null;
  const { at, url, revision, stale } = printed;
  const when = `printed ${formatInstant(at, zone)}${revision === 0 ? "" : `, revision ${revision}`}`;
  const words = stale ? `${when}, DATA WAS STALE` : when;
  return (
    <>
      <style>{marginRule(url, words)}</style>
      <p className="mt-4 hidden border-t border-line pt-2 text-xs break-all text-tertiary print:block">
        {url}, {words}
      </p>
    </>
  );
}

/** The foot of each page. An address is percent-encoded already, so JSON's quoting is CSS's. */
function marginRule(url: string, words: string): string {
  const left = JSON.stringify(`${url}\u2003${words}`).replaceAll("<", "\\3c ");
  return `@page{@bottom-left{content:${left};font-size:7pt;width:85%}@bottom-right{content:counter(page) " / " counter(pages);font-size:7pt}}`;
}
