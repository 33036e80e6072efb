"use client";

import { useSearchParams } from "next/navigation";
import { type ViewList, viewListPath, viewQueryOf } from "#lib/domain/views/saved-view.ts";

interface Shown {
  columns?: readonly { id: string }[] | undefined;
  hidden?: ReadonlySet<string> | undefined;
}

/** What would be saved now: the address's filters and order, and the columns that are shown where some are not. */
export function usePresentView(list: ViewList, { columns = [], hidden }: Shown): string {
  const address = new Map(useSearchParams().entries());
  if (hidden !== undefined && hidden.size > 0 && !address.has("cols")) {
    address.set("cols", columns.flatMap(({ id }) => (hidden.has(id) ? [] : [id])).join(","));
  }
  return viewQueryOf(list, address);
}

/** Link to a view: opens it for anybody who may read. */
export function viewHref({ id, list }: { id: string; list: ViewList }): string {
  return `${viewListPath(list)}?view=${id}`;
}

export const listWords: Readonly<Record<ViewList, string>> = {
  locks: "Locks",
  owners: "Owners",
  fleet: "Fleet",
  operations: "Operations",
  incidents: "Incidents",
  configs: "Configurations",
  audit: "Audit",
};
