"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import { keptChoice } from "./kept-choice.ts";
import {
  defaultPreferences,
  type Preferences,
  parsePreferences,
  preferencesCookie,
} from "./preference-values.ts";

const cookieSeconds = 400 * 86_400;
const kept = keptChoice("locksmith.preferences", parsePreferences);
const Rendered = createContext(defaultPreferences);

/** The preferences that the server rendered with; the browser goes on from them. */
export const RenderedPreferences = Rendered.Provider;

/** Changes some preferences and keeps them for this browser. */
export function setPreferences(part: Partial<Preferences>): void {
  const text = kept.change(part);
  // biome-ignore lint/suspicious/noDocumentCookie: the store of cookies is not in every browser
  document.cookie = `${preferencesCookie}=${encodeURIComponent(text)};path=/;max-age=${cookieSeconds};samesite=lax`;
}

/** The reader's preferences; while the page hydrates, those that the server knew. */
export function usePreferences(): Preferences {
  const rendered = useContext(Rendered);
  return useSyncExternalStore(kept.subscribe, kept.read, () => rendered);
}
