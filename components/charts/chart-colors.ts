"use client";

import { type RefObject, useSyncExternalStore } from "react";

const tokens = {
  line: "--edge-line",
  strong: "--edge-strong",
  sunken: "--surface-sunken",
  primary: "--ink-primary",
  secondary: "--ink-secondary",
  tertiary: "--ink-tertiary",
  live: "--state-live",
  suspect: "--state-suspect",
  suspectText: "--state-suspect-text",
  suspectSoft: "--state-suspect-soft",
  hot: "--state-hot",
  stale: "--state-stale",
  staleText: "--state-stale-text",
  staleSoft: "--state-stale-soft",
  paused: "--state-paused",
  pausedSoft: "--state-paused-soft",
  unknown: "--state-unknown",
  unknownSoft: "--state-unknown-soft",
  held: "--state-held",
  down: "--state-down",
} as const;

/** The tokens that a canvas paints with, as they are where the canvas stands. */
export type ChartColors = Record<keyof typeof tokens, string>;

/** Reads the tokens at an element: a canvas knows no CSS variables. */
export function readColors(element: Element): ChartColors {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return Object.fromEntries(Object.entries(tokens).map(([key, name]) => [key, read(name)])) as ChartColors;
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "data-feed"],
  });
  return () => observer.disconnect();
}

/** Changes whenever the tokens may have: another theme, or a feed that became stale or fresh. */
export function useAppearance(): string {
  return useSyncExternalStore(
    subscribe,
    () => `${document.documentElement.dataset.theme} ${document.documentElement.dataset.feed}`,
    () => "",
  );
}

/** The element's own font, for text on a canvas. */
export function fontOf(ref: RefObject<Element | null>): string {
  return ref.current === null ? "sans-serif" : getComputedStyle(ref.current).fontFamily;
}
