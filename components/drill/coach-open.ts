"use client";

import { usePathname } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { setPreferences, usePreferences } from "#components/ui/preferences.ts";

/** From here on the coach stands beside the page; below it lies over its lower part. */
const wide = "(min-width: 1024px)";
/** Pages that are read and printed, and need their whole width. */
const widePage = /^\/incidents\/[^/]+\/report$/;

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

/** What was chosen where the coach would hide or squeeze the page: it holds for that page alone. */
let here: boolean | null = null;
const listeners = new Set<() => void>();

function setHere(open: boolean | null): void {
  here = open;
  for (const listener of listeners) listener();
}

function subscribeHere(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Whether the coach is unfolded. Beside the page: as its reader left it, at first unfolded. Over the page, and on a page
 * that needs its width, it is folded until asked for.
 */
export function useCoachOpen(): boolean {
  const { coach } = usePreferences();
  const room = useRoomForCoach();
  const needsWidth = widePage.test(usePathname());
  const asked = useSyncExternalStore(
    subscribeHere,
    () => here,
    () => null,
  );
  return asked ?? (room && !needsWidth && coach !== false);
}

/** Folds or unfolds the coach: for this browser where it stands beside the page, else for this page. */
export function setCoachOpen(open: boolean): void {
  const beside = window.matchMedia(wide).matches && !widePage.test(window.location.pathname);
  if (beside) setPreferences({ coach: open });
  setHere(beside ? null : open);
}

/** What was asked for on one page ends with it: the coach must not hide where one has just gone to. */
export function useFoldOnLeave(): void {
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page anew
  useEffect(() => () => setHere(null), [path]);
}
