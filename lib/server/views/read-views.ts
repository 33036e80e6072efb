import type { SavedView } from "#lib/contract/views.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { type ViewList, viewLists } from "#lib/domain/views/saved-view.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { bookOf, ownerOf, toView, viewIn } from "./view-books.ts";

type Needs = Pick<ServerContext, "store">;

/** GET /views: one's own, in order of list and name; an agent and a display have none. */
export async function listViews({ store }: Needs, actor: Actor, list?: ViewList): Promise<SavedView[]> {
  const ownerId = ownerOf(actor);
  if (ownerId === null) return [];
  const book = await bookOf(store, ownerId);
  const views: SavedView[] = [];
  for (const entry of book.entries) {
    if (list !== undefined && entry.list !== list) continue;
    const stored = await store.get("view", entry.id);
    if (stored !== null && stored.goneAt === null) views.push(toView(stored.value, actor, book));
  }
  return views.sort(
    (a, b) => viewLists.indexOf(a.list) - viewLists.indexOf(b.list) || (a.name < b.name ? -1 : 1),
  );
}

/** GET /views/{id}: anybody's, for whoever has its link and may read. Errors: `not-found`, `gone`. */
export async function readView({ store }: Needs, actor: Actor, id: string): Promise<SavedView> {
  const view = await viewIn(store, id);
  const ownerId = ownerOf(actor);
  return toView(view, actor, ownerId === view.ownerId ? await bookOf(store, ownerId) : null);
}
