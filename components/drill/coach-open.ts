"use client";

import { useSyncExternalStore } from "react";
import { setPreferences, usePreferences } from "#components/ui/preferences.ts";

/** From here on the coach stands beside the page; below it lies over its lower part. */
const wide = "(min-width: 1024px)";

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(wide);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** Whether there is room for the coach beside the page. The server renders the wide form. */
export function useRoomForCoach(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(wide).matches,
    () => true,
  );
}

/** Whether the coach is unfolded: as its reader left it, else where there is room. */
export function useCoachOpen(): boolean {
  const { coach } = usePreferences();
  const room = useRoomForCoach();
  return coach ?? room;
}

/** Folds or unfolds the coach, for this browser. */
export function setCoachOpen(open: boolean): void {
  setPreferences({ coach: open });
}
