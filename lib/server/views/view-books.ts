import type { SavedView } from "#lib/contract/views.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ViewList } from "#lib/domain/views/saved-view.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { Store, Tx } from "#lib/store/store.ts";
import type { ViewBookRecord, ViewRecord } from "#lib/store/view-records.ts";

/** Whose views an actor sees and makes: a token's are those of the person who made it. Null: it is nobody. */
export function ownerOf(actor: Actor): string | null {
  if (actor.kind === "user") return actor.id;
  if (actor.kind === "token") return actor.madeBy ?? ownNameOf(actor.id);
  return null;
}

/** What a token owns its views as that no person is known to have made; they go with it. */
export function ownNameOf(tokenId: string): string {
  return `token:${tokenId}`;
}

/** The views of one owner; an empty book when there is none. Reads inside a write, or beside it. */
export async function bookOf(from: Pick<Store | Tx, "get">, ownerId: string): Promise<ViewBookRecord> {
  const stored = await from.get("view-book", ownerId);
  if (stored === null || stored.goneAt !== null) return { ownerId, entries: [], defaults: {} };
  return stored.value;
}

/**
 * One's own view inside a write. Errors: `not-found` and `gone`; `forbidden` for somebody else's, which can be read by
 * its link and saved as one's own, but never changed.
 */
export async function ownView(tx: Tx, actor: Actor, id: string): Promise<ViewRecord> {
  const view = await viewIn(tx, id);
  if (view.ownerId === ownerOf(actor)) return view;
  throw new ApiError("forbidden", "This view is somebody else's. Save it as one of your own to change it.");
}

/** A view by its id. Errors: `not-found`; `gone` when it was removed, saying when, for whoever has a link to it. */
export async function viewIn(from: Pick<Store | Tx, "get">, id: string): Promise<ViewRecord> {
  const stored = await from.get("view", id);
  if (stored === null) throw new ApiError("not-found", "There is no such view.");
  const { goneAt, value } = stored;
  if (goneAt === null) return value;
  const context = { name: value.name, ownerName: value.ownerName, list: value.list, goneAt };
  throw new ApiError("gone", "This view was removed.", context);
}

/** The book with this view as what its list opens with, or no longer. */
export function withDefault(
  book: ViewBookRecord,
  { id, list }: { id: string; list: ViewList },
  isDefault: boolean,
): ViewBookRecord {
  const { [list]: now, ...others } = book.defaults;
  if (isDefault) return { ...book, defaults: { ...others, [list]: id } };
  return now === id ? { ...book, defaults: others } : book;
}

/** As whoever asks sees it. */
export function toView(view: ViewRecord, actor: Actor, book: ViewBookRecord | null): SavedView {
  const { ownerId, ...rest } = view;
  const mine = ownerId === ownerOf(actor);
  return { ...rest, mine, isDefault: mine && book?.defaults[view.list] === view.id };
}

/** Takes all views of an account, or of a token of its own, away with it; links to them say that they were removed. */
export async function removeViewsOf(tx: Tx, ownerId: string, at: number): Promise<void> {
  const book = await bookOf(tx, ownerId);
  for (const { id } of book.entries) await tx.remove("view", id, at, "removed with its owner");
  if (book.entries.length > 0) await tx.purge("view-book", ownerId);
}
