"use client";

import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";

const overscanRows = 12;
/** Asks for more while so many rows are still below. */
const readAheadRows = 60;
/** What the server assumes of a screen that it cannot see. */
const assumedRect = { width: 1_200, height: 800 };

/** Which rows are in view, where an open one is as high as it needs to be. */
export function useAuditWindow(options: {
  scroller: RefObject<HTMLDivElement | null>;
  ids: readonly number[];
  heightPx: number;
  resetKey: string;
  onNearEnd: () => void;
}): {
  items: VirtualItem[];
  totalPx: number;
  measure: (element: Element | null) => void;
  show: (index: number) => void;
} {
  const { scroller, ids, heightPx, resetKey, onNearEnd } = options;
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heightPx,
    getItemKey: (index) => ids[index] ?? index,
    overscan: overscanRows,
    initialRect: assumedRect,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new filter starts at the top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [resetKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are measured anew
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, heightPx]);
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (ids.length > 0 && lastIndex >= ids.length - readAheadRows) onNearEnd();
  }, [lastIndex, ids.length, onNearEnd]);
  return {
    items,
    totalPx: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    show: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}
