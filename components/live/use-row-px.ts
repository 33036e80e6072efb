"use client";

import { useNarrow } from "#components/locks/use-narrow.ts";
import { rowPxOf } from "#components/ui/preference-values.ts";
import { usePreferences } from "#components/ui/preferences.ts";

const narrowRowPx = 60;

/** Height of a row of every virtual table in CSS pixels, as dense as the reader likes it; two lines on a phone. */
export function useRowPx(): number {
  const narrow = useNarrow();
  const { density } = usePreferences();
  return narrow ? narrowRowPx : rowPxOf[density];
}

/** Lines of text that a row of this height has room for. */
export function rowLines(rowPx: number): number {
  return rowPx < rowPxOf.normal ? 1 : 2;
}
