"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import {
  defaultPreferences,
  type Preferences,
  parsePreferences,
  preferencesCookie,
} from "./preference-values.ts";

const storageKey = "locksmith.preferences";
const cookieSeconds = 400 * 86_400;
const listeners = new Set<() => void>();
let current: Preferences | null = null;
const Rendered = createContext(defaultPreferences);

/** The preferences that the server rendered with; the browser goes on from them. */
export const RenderedPreferences = Rendered.Provider;

function read(): Preferences {
  if (current !== null) return current;
  try {
    current = parsePreferences(localStorage.getItem(storageKey));
  } catch {
    // Storage is closed to us (a privacy setting): the defaults hold.
    current = defaultPreferences;
  }
  return current;
}

/** Changes some preferences and keeps them for this browser. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...read(), ...change };
  const text = JSON.stringify(current);
  try {
    localStorage.setItem(storageKey, text);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  // biome-ignore lint/suspicious/noDocumentCookie: the store of cookies is not in every browser
  document.cookie = `${preferencesCookie}=${encodeURIComponent(text)};path=/;max-age=${cookieSeconds};samesite=lax`;
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

/** The reader's preferences; while the page hydrates, those that the server knew. */
export function usePreferences(): Preferences {
  const rendered = useContext(Rendered);
  return useSyncExternalStore(subscribe, read, () => rendered);
}
