import type { z } from "zod";
import type { changeView as changeBody, SavedView } from "#lib/contract/views.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { checkedQuery, checkName } from "./create-view.ts";
import { bookOf, ownView, toView, withDefault } from "./view-books.ts";

type Needs = Pick<ServerContext, "store" | "clock">;

/** PATCH /views/{id}: another name, other filters, or whether the list opens with it. Errors: as of making one. */
export async function changeView(
  context: Needs,
  actor: Actor,
  id: string,
  body: z.output<typeof changeBody>,
): Promise<SavedView> {
  const { value } = await context.store.write(async (tx) => {
    const view = await ownView(tx, actor, id);
    const book = await bookOf(tx, view.ownerId);
    const name = body.name ?? view.name;
    checkName(book, view.list, name, id);
    const query = body.query === undefined ? view.query : checkedQuery(view.list, body.query);
    const changed = { ...view, name, query, changedAt: context.clock.wallMs() };
    const entries = book.entries.map((entry) => (entry.id === id ? { ...entry, name } : entry));
    const renamed = { ...book, entries };
    const next = body.isDefault === undefined ? renamed : withDefault(renamed, view, body.isDefault);
    if (name !== view.name || query !== view.query) await tx.put("view", id, changed);
    await tx.put("view-book", view.ownerId, next);
    return toView(changed, actor, next);
  });
  return value;
}

/** DELETE /views/{id}. Whoever has its link is told that it was removed. Errors: `not-found`, `gone`, `forbidden`. */
export async function removeView(context: Needs, actor: Actor, id: string): Promise<void> {
  await context.store.write(async (tx) => {
    const view = await ownView(tx, actor, id);
    const book = withDefault(await bookOf(tx, view.ownerId), view, false);
    await tx.remove("view", id, context.clock.wallMs(), "removed");
    await tx.put("view-book", view.ownerId, {
      ...book,
      entries: book.entries.filter((entry) => entry.id !== id),
    });
  });
}
