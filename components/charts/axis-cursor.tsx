"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";
import { type AxisCursor, createAxisCursor } from "./axis-cursor-store.ts";

const Context = createContext<AxisCursor | null>(null);

/** One cursor for everything below: the picture, and the lines that lead to it. */
export function AxisCursorProvider({ children }: { children: ReactNode }) {
  const [cursor] = useState(createAxisCursor);
  return <Context value={cursor}>{children}</Context>;
}

/** The cursor itself, to move it. */
export function useAxisCursor(): AxisCursor {
  const cursor = useContext(Context);
  if (cursor === null) throw new Error("AxisCursorProvider is missing above this component");
  return cursor;
}

const none = () => null;

/** The moment that is read now; renders again with each move. */
export function useCursorMs(): number | null {
  const cursor = useAxisCursor();
  return useSyncExternalStore(cursor.subscribe, cursor.atMs, none);
}

/** The moment that was chosen; a pointer that only passes changes nothing. */
export function useChosenMs(): number | null {
  const cursor = useAxisCursor();
  return useSyncExternalStore(cursor.subscribe, cursor.chosenMs, none);
}

/** How often a moment was to be brought into view. */
export function useReveals(): number {
  const cursor = useAxisCursor();
  return useSyncExternalStore(cursor.subscribe, cursor.reveals, () => 0);
}
