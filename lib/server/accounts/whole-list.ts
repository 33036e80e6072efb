import type { ServerContext } from "#lib/server/context.ts";

/** A list that always fits on one page. */
export function wholeList<T>(context: ServerContext, items: T[]) {
  return { items, revision: context.store.revision(), nextCursor: null, total: items.length };
}
