"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

const overscanRows = 8;
/** What the server assumes of a screen that it cannot see. */
const assumedRect = { width: 1_200, height: 800 };

interface GridWindow {
  items: readonly { index: number; start: number }[];
  totalPx: number;
  /** Whole rows that fit into view. */
  pageRows: number;
  /** Brings a row into view and gives it the focus. */
  focus: (index: number) => void;
}

/** Which rows are in view. The row at the top stays where it is when others come and go above it. */
export function useGridWindow(options: {
  scroller: RefObject<HTMLDivElement | null>;
  rows: readonly { readonly id: string }[];
  heightPx: number;
  activeIndex: number;
  resetKey: string;
}): GridWindow {
  const { scroller, rows, heightPx, activeIndex, resetKey } = options;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heightPx,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: overscanRows,
    initialRect: assumedRect,
    // The focused row stays in the document, or the focus would be lost with it.
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range);
      if (activeIndex < 0 || activeIndex >= range.count || inView.includes(activeIndex)) return inView;
      return [...inView, activeIndex].sort((a, b) => a - b);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are measured anew
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, heightPx]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new filter or order starts at the top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [resetKey]);

  const top = useRef<{ id: string; offsetPx: number } | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || top.current === null || (virtualizer.scrollOffset ?? 0) < heightPx) return;
    const anchor = top.current;
    const index = rows.findIndex((row) => row.id === anchor.id);
    const nextPx = index * heightPx + anchor.offsetPx;
    if (index !== -1 && nextPx !== virtualizer.scrollOffset) element.scrollTop = nextPx;
  }, [rows, heightPx, scroller, virtualizer]);
  useEffect(() => {
    // Not asked of the element: that would make the browser lay the page out once more for every frame.
    const scrolledPx = virtualizer.scrollOffset ?? 0;
    const index = Math.floor(scrolledPx / heightPx);
    const row = rows[index];
    top.current = row === undefined ? null : { id: row.id, offsetPx: scrolledPx - index * heightPx };
  });

  return {
    items: virtualizer.getVirtualItems(),
    totalPx: virtualizer.getTotalSize(),
    pageRows: Math.max(1, Math.floor((virtualizer.scrollRect?.height ?? assumedRect.height) / heightPx) - 2),
    focus: (index) => {
      virtualizer.scrollToIndex(index, { align: "auto" });
      const attempt = (left: number) => {
        const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);
        if (row) row.focus({ preventScroll: true });
        else if (left > 0) requestAnimationFrame(() => attempt(left - 1));
      };
      requestAnimationFrame(() => attempt(3));
    },
  };
}
