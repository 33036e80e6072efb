"use client";

import { useSyncExternalStore } from "react";
import type { Zone } from "./format-time.ts";

/** What one reader chose for this browser. Nothing here changes what the server does. */
export interface Preferences {
  /** Zone of absolute times. */
  zone: Zone;
  /** Single-key shortcuts such as `/` and `g l`. */
  keys: boolean;
  /** The coach of a drill, unfolded or folded; null: as there is room. */
  coach: boolean | null;
}

const defaults: Preferences = { zone: "utc", keys: true, coach: null };
const storageKey = "locksmith.preferences";
const listeners = new Set<() => void>();
let current: Preferences | null = null;

function parse(text: string | null): Preferences {
  if (text === null) return defaults;
  try {
    const stored: unknown = JSON.parse(text);
    if (typeof stored !== "object" || stored === null) return defaults;
    return {
      zone: "zone" in stored && stored.zone === "local" ? "local" : "utc",
      keys: !("keys" in stored && stored.keys === false),
      coach: "coach" in stored && typeof stored.coach === "boolean" ? stored.coach : null,
    };
  } catch {
    return defaults;
  }
}

function read(): Preferences {
  if (current !== null) return current;
  try {
    current = parse(localStorage.getItem(storageKey));
  } catch {
    // Storage is closed to us (a privacy setting): the defaults hold.
    current = defaults;
  }
  return current;
}

/** Changes some preferences and keeps them for this browser. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...read(), ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const reload = (event: StorageEvent) => {
    if (event.key !== storageKey) return;
    current = null;
    listener();
  };
  listeners.add(listener);
  window.addEventListener("storage", reload);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", reload);
  };
}

/** The reader's preferences; the defaults while the page hydrates. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, read, () => defaults);
}
