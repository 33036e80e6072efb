import type { z } from "zod";
import type { createView as createBody, SavedView } from "#lib/contract/views.ts";
import { limits } from "#lib/domain/limits.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { type ViewList, viewNameKey, viewQueryOf, viewQueryProblem } from "#lib/domain/views/saved-view.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { ViewBookRecord } from "#lib/store/view-records.ts";
import { bookOf, ownerOf, toView, viewIn, withDefault } from "./view-books.ts";

/**
 * POST /views. Asked again with the same Idempotency-Key, the same view. It is not in the audit: a view gives nobody a
 * right, acts on nothing, and is one's own, as the theme is. Errors: `conflict` for a name that is taken and when there
 * is no room, `invalid` for filters that the list does not have.
 */
export async function createView(
  context: Pick<ServerContext, "store" | "clock" | "newId">,
  actor: Actor,
  body: z.output<typeof createBody>,
  key: string | null,
): Promise<SavedView> {
  const { list, name, isDefault } = body;
  const ownerId = ownerOf(actor);
  if (ownerId === null) throw new ApiError("forbidden", "A view belongs to somebody; this is nobody.");
  const query = checkedQuery(list, body.query);
  const id = context.newId("view");
  const { value } = await context.store.write(async (tx) => {
    const book = await bookOf(tx, ownerId);
    const before = key === null ? undefined : book.entries.find((entry) => entry.key === key);
    if (before !== undefined) return toView(await viewIn(tx, before.id), actor, book);
    checkName(book, list, name);
    checkRoom(book);
    const at = context.clock.wallMs();
    const view = { id, ownerId, ownerName: actor.name, list, name, query, createdAt: at, changedAt: at };
    const grown = { ...book, entries: [...book.entries, { id, list, name, key }] };
    const next = isDefault ? withDefault(grown, view, true) : grown;
    await tx.put("view", id, view);
    await tx.put("view-book", ownerId, next);
    return toView(view, actor, next);
  });
  return value;
}

/** The filters in the one way to write them. Throws `invalid`. */
export function checkedQuery(list: ViewList, query: string): string {
  const message = viewQueryProblem(list, query);
  if (message === null) return viewQueryOf(list, new URLSearchParams(query));
  throw new ApiError("invalid", "These are no filters of this list.", undefined, [
    { field: "query", message },
  ]);
}

/** Throws `conflict` when another view of the list is called so. */
export function checkName(book: ViewBookRecord, list: ViewList, name: string, id?: string): void {
  const same = book.entries.find(
    (entry) => entry.id !== id && entry.list === list && viewNameKey(entry.name) === viewNameKey(name),
  );
  if (same === undefined) return;
  throw new ApiError("conflict", "You have a view of this list by that name.", { viewId: same.id });
}

function checkRoom({ entries }: ViewBookRecord): void {
  if (entries.length < limits.viewsPerPersonMax) return;
  throw new ApiError("conflict", `There may be ${limits.viewsPerPersonMax} views; remove one first.`);
}
