"use client";

import { useEffect, useRef } from "react";
import type { Collection } from "#lib/client/live-collection.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { prepareSearch } from "#lib/domain/lock-query.ts";

/** Few enough that a key pressed meanwhile does not wait for them. */
const rowsAtOnce = 1_000;
const pauseMs = 20;

/** Once all rows are here, makes them ready to be searched, a few at a time: the first key typed would wait for it. */
export function usePreparedSearch(all: Collection<LockRow>, complete: boolean): void {
  const latest = useRef(all);
  useEffect(() => {
    latest.current = all;
  });
  useEffect(() => {
    if (!complete) return;
    let next = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const some = () => {
      const { slots } = latest.current;
      const end = Math.min(next + rowsAtOnce, slots.length);
      for (; next < end; next += 1) {
        const slot = slots[next];
        if (typeof slot === "object") prepareSearch(slot);
      }
      if (next < slots.length) timer = setTimeout(some, pauseMs);
    };
    timer = setTimeout(some, pauseMs);
    return () => clearTimeout(timer);
  }, [complete]);
}
