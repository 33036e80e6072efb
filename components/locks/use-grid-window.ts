"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { gridItems, gridRange, indexNear, scrollTo } from "./grid-range.ts";

/** What the server assumes of a screen that it cannot see. */
const assumedViewPx = 800;
/** Height of the header that stays at the top. */
const headPx = 32;

interface GridWindow {
  items: readonly { index: number; start: number }[];
  totalPx: number;
  /** Whole rows that fit into view. */
  pageRows: number;
  /** Brings a row into view and gives it the focus. */
  focus: (index: number) => void;
}

/**
 * Which rows are in view. All rows have one height, so nothing is measured and a list of any length costs the same.
 * The row at the top stays where it is when others come and go above it.
 */
export function useGridWindow(options: {
  scroller: RefObject<HTMLDivElement | null>;
  rows: readonly { readonly id: string }[];
  heightPx: number;
  activeIndex: number;
  resetKey: string;
}): GridWindow {
  const { scroller, rows, heightPx, activeIndex, resetKey } = options;
  // Not asked of the element: that would make the browser lay the page out once more for every frame.
  const place = useRef({ scrolledPx: 0, viewPx: assumedViewPx });
  const [range, setRange] = useState(() => gridRange(0, assumedViewPx, heightPx));
  const shown = useRef(range);
  const look = useCallback(() => {
    const next = gridRange(place.current.scrolledPx, place.current.viewPx, heightPx);
    if (next.first === shown.current.first && next.end === shown.current.end) return;
    shown.current = next;
    setRange(next);
  }, [heightPx]);
  const move = useCallback(
    (topPx: number) => {
      scroller.current?.scrollTo({ top: topPx });
      place.current.scrolledPx = topPx;
      look();
    },
    [scroller, look],
  );
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = () => {
      place.current.scrolledPx = element.scrollTop;
      // Before this frame is painted, or there would be a gap at the edge.
      flushSync(look);
    };
    const observer = new ResizeObserver(([entry]) => {
      place.current.viewPx = entry?.contentRect.height ?? assumedViewPx;
      look();
    });
    observer.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [scroller, look]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new filter or order starts at the top
  useEffect(() => move(0), [resetKey]);

  const before = useRef(rows);
  useLayoutEffect(() => {
    const { scrolledPx } = place.current;
    const topIndex = Math.floor(scrolledPx / heightPx);
    const top = scrolledPx < heightPx ? undefined : before.current[topIndex];
    before.current = rows;
    const index = top === undefined ? -1 : indexNear(rows, top.id, topIndex);
    if (index !== -1 && index !== topIndex) move(scrolledPx + (index - topIndex) * heightPx);
  }, [rows, heightPx, move]);

  return {
    items: gridItems(range, rows.length, heightPx, activeIndex),
    totalPx: rows.length * heightPx,
    pageRows: Math.max(1, Math.floor(place.current.viewPx / heightPx) - 2),
    focus: (index) => {
      const clearPx = Math.max(heightPx, place.current.viewPx - headPx);
      const nextPx = scrollTo(index, place.current.scrolledPx, clearPx, heightPx);
      if (nextPx !== null) move(nextPx);
      focusRow(scroller, index, 3);
    },
  };
}

/** Gives a row the focus once it is in the document, which takes a frame or two. */
function focusRow(scroller: RefObject<HTMLElement | null>, index: number, attempts: number): void {
  requestAnimationFrame(() => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);
    if (row) row.focus({ preventScroll: true });
    else if (attempts > 0) focusRow(scroller, index, attempts - 1);
  });
}
