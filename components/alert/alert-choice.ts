"use client";

import { useSyncExternalStore } from "react";

/** How this browser calls for somebody when a lock becomes HOT. Nothing, unless its reader chose so. */
export interface AlertChoice {
  sound: boolean;
  notify: boolean;
  /** Also for a drill's locks. */
  drill: boolean;
}

const storageKey = "locksmith.alerts";
const quiet: AlertChoice = { sound: false, notify: false, drill: false };
const listeners = new Set<() => void>();
let current: AlertChoice | null = null;

/** What was kept, for a stranger's text too: whatever is not plainly a yes is a no. */
export function parseChoice(text: string | null): AlertChoice {
  try {
    const kept: unknown = JSON.parse(text ?? "null");
    if (typeof kept !== "object" || kept === null) return quiet;
    const yes = (name: string) => Reflect.get(kept, name) === true;
    return { sound: yes("sound"), notify: yes("notify"), drill: yes("drill") };
  } catch {
    return quiet;
  }
}

/** The choice as it is now. */
export function alertChoice(): AlertChoice {
  if (current !== null) return current;
  try {
    current = parseChoice(localStorage.getItem(storageKey));
  } catch {
    // Storage is closed to us (a privacy setting).
    current = quiet;
  }
  return current;
}

/** Changes a part of the choice and keeps it for this browser. */
export function setAlertChoice(change: Partial<AlertChoice>): void {
  current = { ...alertChoice(), ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}

/** Calls when the choice changed, here or in another tab; the answer ends that. */
export function onAlertChoice(listener: () => void): () => void {
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

/** The choice, as it changes; silence while the page hydrates. */
export function useAlertChoice(): AlertChoice {
  return useSyncExternalStore(onAlertChoice, alertChoice, () => quiet);
}
