"use client";

import { type KeyboardEvent, useEffect, useRef } from "react";
import { usePreferences } from "#components/ui/preferences.ts";

/** How far a key moves in a list of `count` rows from `index` (−1: none yet); null for other keys. */
export function moveByKey(key: string, index: number, count: number, pageRows: number): number | null {
  if (count === 0) return null;
  const to = (next: number) => Math.min(Math.max(next, 0), count - 1);
  switch (key) {
    case "j":
    case "ArrowDown":
      return to(index + 1);
    case "k":
    case "ArrowUp":
      return to(index === -1 ? 0 : index - 1);
    case "PageDown":
      return to(index + pageRows);
    case "PageUp":
      return to(index - pageRows);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=grid]") !==
      null
  );
}

/** Row keys: `j` and `k` from anywhere on the page, all others while the focus is in the grid. */
export function useRowKeys(move: (key: string) => boolean): (event: KeyboardEvent) => void {
  const { keys } = usePreferences();
  const latest = useRef(move);
  useEffect(() => {
    latest.current = move;
  });
  useEffect(() => {
    if (!keys) return;
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key !== "j" && event.key !== "k") return;
      if (!isElsewhere(event.target) && latest.current(event.key)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [keys]);
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!keys && (event.key === "j" || event.key === "k")) return;
    if (latest.current(event.key)) event.preventDefault();
  };
}
