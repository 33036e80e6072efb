"use client";

import { useSyncExternalStore } from "react";
import { keptChoice } from "#components/ui/kept-choice.ts";

/** How this browser calls for somebody when a lock becomes HOT. Nothing, unless its reader chose so. */
export interface AlertChoice {
  sound: boolean;
  notify: boolean;
  /** Also for a drill's locks. */
  drill: boolean;
}

const quiet: AlertChoice = { sound: false, notify: false, drill: false };
const kept = keptChoice("locksmith.alerts", parseChoice);

/** What was kept, for a stranger's text too: whatever is not plainly a yes is a no. */
function parseChoice(text: string | null): AlertChoice {
  try {
    const found: unknown = JSON.parse(text ?? "null");
    if (typeof found !== "object" || found === null) return quiet;
    const yes = (name: string) => Reflect.get(found, name) === true;
    return { sound: yes("sound"), notify: yes("notify"), drill: yes("drill") };
  } catch {
    return quiet;
  }
}

/** The choice as it is now. */
export const alertChoice = kept.read;

/** Changes a part of the choice and keeps it for this browser. */
export const setAlertChoice: (part: Partial<AlertChoice>) => void = kept.change;

/** Calls when the choice changed, here or in another tab; the answer ends that. */
export const onAlertChoice = kept.subscribe;

/** The choice, as it changes; silence while the page hydrates. */
export function useAlertChoice(): AlertChoice {
  return useSyncExternalStore(kept.subscribe, kept.read, () => quiet);
}
