import type { Clock } from "#lib/domain/clock.ts";
import type { Store } from "#lib/store/store.ts";
import { sessionRef } from "./owner-rows.ts";
import { View, viewKinds } from "./view.ts";

const recentEvents = 500;

/** Builds the view from the store, and keeps it fed with every commit from then on. */
export async function loadView(store: Store, clock: Clock): Promise<View> {
  const view = new View();
  for (const kind of viewKinds) {
    for await (const stored of store.all(kind)) view.load(stored, clock.wallMs());
  }
  await nameLostHolders(view, store);
  view.loaded(store.revision(), await store.events({ limit: recentEvents }));
  store.onCommit((commit) => view.apply(commit));
  return view;
}

/** A kept lease can outlive its session; the session's tombstone still knows who it was. */
async function nameLostHolders(view: View, store: Store): Promise<void> {
  for (const { source, holder, resource } of [...view.locks.rows.values()]) {
    if (source !== "native" || holder === null || holder.node !== "") continue;
    const session = await store.get("session", holder.ownerId);
    if (session !== null) view.nameHolder(resource, sessionRef(session.value));
  }
}
