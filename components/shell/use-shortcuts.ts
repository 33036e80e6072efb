"use client";

import { useEffect, useRef } from "react";
import { idle, pressKey } from "./key-sequence.ts";

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.closest("input, textarea, select, [role=dialog], [role=menu], [role=listbox]") !== null;
}

/**
 * Listens for shortcuts (`"g l"`, `"/"`) while `enabled`. The action of ⌘K / Ctrl K is apart: it carries a
 * modifier, so it works in fields and when single keys are off.
 */
export function useShortcuts(
  enabled: boolean,
  actions: Readonly<Record<string, () => void>>,
  openPalette: () => void,
): void {
  const latest = useRef({ enabled, actions, openPalette });
  useEffect(() => {
    latest.current = { enabled, actions, openPalette };
  });
  useEffect(() => {
    let state = idle;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        latest.current.openPalette();
        return;
      }
      if (!latest.current.enabled) return;
      const step = pressKey(
        state,
        { key: event.key, modified, typing: isTyping(event.target), atMs: event.timeStamp },
        new Set(Object.keys(latest.current.actions)),
      );
      state = step.state;
      if (step.hit === null) return;
      event.preventDefault();
      latest.current.actions[step.hit]?.();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
