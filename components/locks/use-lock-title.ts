"use client";

import { useEffect } from "react";
import { stateLooks } from "#components/ui/state.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";

/** Title of a lock's tab: its state first, because a narrow tab cuts the rest. */
export function lockTitle(lock: Pick<LockRow, "state" | "verdict" | "resource">, gone: boolean): string {
  const verdict = lock.verdict === null || lock.verdict === "live" ? null : stateLooks[lock.verdict].word;
  const state = gone ? "Gone" : [stateLooks[lock.state].word, verdict].filter(Boolean).join(", ");
  return `${state} · ${safeText(lock.resource, 60)} · Locksmith`;
}

/** Keeps the document's title current. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title === null) return;
    document.title = title;
    // Read back: the document folds white space, and a comparison with our own text would never come to rest.
    const settled = document.title;
    // The framework sets its own title once more after a navigation. What is wrong elsewhere may stand before ours.
    const head = new MutationObserver(() => {
      if (!document.title.endsWith(settled)) document.title = title;
    });
    head.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => head.disconnect();
  }, [title]);
}
