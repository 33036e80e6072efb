"use client";

import { useSearchParams } from "next/navigation";
import { type UseQueryStatesKeysMap, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { setPreferences, usePreferences } from "#components/ui/preferences.ts";
import type { ViewList } from "#lib/domain/views/saved-view.ts";

/** The id of the saved view that the address names; null without one. `all` is the list as it is. */
export function useViewId(): string | null {
  const id = useSearchParams().get("view");
  return id === null || id === "" || id === "all" ? null : id;
}

/**
 * What a list's address holds, and how to change it. While a saved view is open, also what is taken back is said in the
 * address, or the view would say it again when the page is loaded anew.
 */
export function useListSearch<M extends UseQueryStatesKeysMap>(parsers: M) {
  const viewId = useViewId();
  return useQueryStates(parsers, { history: "replace", clearOnDefault: viewId === null });
}

interface Choice {
  readonly id: string;
  /** Without it a row does not say what it is about. */
  readonly always?: boolean;
}

/** Which columns of a list are hidden, and how to hide or show one. */
export interface ColumnChoice {
  hidden: ReadonlySet<string>;
  hide: (id: string, hide: boolean) => void;
}

/**
 * The columns that the address names; without that, those that this reader has not hidden in this browser. Names that
 * the list does not have are ignored.
 */
export function useColumnChoice(
  list: ViewList,
  columns: readonly Choice[],
  named: readonly string[] | null,
  setNamed: (ids: string[]) => void,
): ColumnChoice {
  const kept = usePreferences().hidden;
  const viewId = useViewId();
  const namedText = named?.join(",") ?? null;
  const mine = kept[list];
  const hidden = useMemo(
    () => hiddenColumns(columns, namedText?.split(",") ?? null, mine),
    [columns, namedText, mine],
  );
  const hide = (id: string, away: boolean) => {
    const next = columns.filter((one) => (one.id === id ? !away : !hidden.has(one.id)));
    if (named !== null || viewId !== null) setNamed(next.map((one) => one.id));
    else {
      const gone = columns.filter((one) => !next.includes(one)).map((one) => one.id);
      setPreferences({ hidden: { ...kept, [list]: gone } });
    }
  };
  return { hidden, hide };
}

/** What is hidden: all but the named ones when some are named that exist, else what was chosen in this browser. */
export function hiddenColumns(
  columns: readonly Choice[],
  named: readonly string[] | null,
  kept: readonly string[] | undefined,
): ReadonlySet<string> {
  const known = named?.filter((id) => columns.some((one) => one.id === id)) ?? [];
  const isHidden = (id: string) => (known.length > 0 ? !known.includes(id) : kept?.includes(id) === true);
  return new Set(columns.filter((one) => one.always !== true && isHidden(one.id)).map((one) => one.id));
}
