"use client";

import { useCallback, useEffect, useRef } from "react";
import { useFeed } from "#components/live/live-provider.tsx";
import { isOtherBuild } from "#lib/client/live-build.ts";
import { type ReloadReason, reloadWhenReady, thisTab } from "#lib/client/live-reload.ts";

/**
 * Loads the wall again when the server has a new version, or when a part of this one cannot be had any more. The answer
 * asks for it where something else broke.
 */
export function useSelfReload(): () => void {
  const { build } = useFeed();
  // Each kind waits by itself: a build that was tried already must not keep a broken screen from trying.
  const waiting = useRef(new Map<ReloadReason["kind"], () => void>());
  const want = useCallback((reason: ReloadReason) => {
    const before = waiting.current.get(reason.kind);
    // What breaks again and again would put its reload off for ever.
    if (before !== undefined && reason.kind === "broken") return;
    before?.();
    waiting.current.set(reason.kind, reloadWhenReady(reason, thisTab));
  }, []);
  const broken = useCallback(() => want({ kind: "broken" }), [want]);
  useEffect(() => {
    if (build !== null && isOtherBuild(build)) want({ kind: "build", build });
  }, [build, want]);
  useEffect(() => {
    const look = (event: Event) => {
      if (isLostPart(event)) broken();
    };
    // A script's own event does not rise: it is met on its way down.
    const pending = waiting.current;
    window.addEventListener("error", look, true);
    return () => {
      window.removeEventListener("error", look, true);
      for (const giveUp of pending.values()) giveUp();
      pending.clear();
    };
  }, [broken]);
  return broken;
}

/** A script or style of the pages that did not come. */
function isLostPart({ target }: Event): boolean {
  const url =
    target instanceof HTMLScriptElement ? target.src : target instanceof HTMLLinkElement ? target.href : "";
  return url.includes("/_next/static/");
}
