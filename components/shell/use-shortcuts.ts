"use client";

import { useEffect, useRef } from "react";
import { idle, pressKey } from "./key-sequence.ts";

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.closest("input, textarea, select, [role=dialog], [role=menu], [role=listbox]") !== null;
}

/**
 * Listens for shortcuts (`"g l"`, `"/"`) while `enabled`. ⌘K / Ctrl K, which opens the palette, carries a
 * modifier: it works in fields and when single keys are off.
 */
export function useShortcuts(
  enabled: boolean,
  actions: Readonly<Record<string, () => void>>,
  palette: { prepare: () => void; open: () => void },
): void {
  const latest = useRef({ enabled, actions, palette });
  useEffect(() => {
    latest.current = { enabled, actions, palette };
  });
  useEffect(() => {
    let state = idle;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      // The palette's code is fetched while the modifier is still alone.
      if (event.key === "Control" || event.key === "Meta") latest.current.palette.prepare();
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        latest.current.palette.open();
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
