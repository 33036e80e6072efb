import type { BeatHistory } from "#lib/contract/lists.ts";
import type { Clock } from "#lib/domain/clock.ts";
import type { NewEvent, Store } from "#lib/store/store.ts";

const aliveKey = "server.alive-at";
const pairsMax = 1_000;
const subject = { node: null, lockId: null, resource: null, ownerId: null, severity: "info" } as const;

/** Notes that this server listens, so that a later start knows since when nobody did. */
export async function noteListening(store: Store, clock: Clock): Promise<void> {
  if (store.readOnlyReason() === null) await store.setMeta(aliveKey, String(clock.wallMs()));
}

/** Writes down that this server did not run for a while, such as in a suspended machine, and listens again. */
export async function noteDeafness(store: Store, clock: Clock, deafMs: number): Promise<void> {
  const now = clock.wallMs();
  const from = {
    ...subject,
    at: now - Math.round(deafMs),
    kind: "server.stopped",
    text: "The server did not run.",
  };
  await store.write(async (tx) => {
    await tx.event(from);
    await tx.event({ ...subject, at: now, kind: "server.started", text: "The server runs again." });
  });
}

/** Writes down, at a start, when the server before this one was last alive: in between nobody listened. */
export async function noteStart(store: Store, clock: Clock): Promise<void> {
  const alive = Number(await store.meta(aliveKey));
  const now = clock.wallMs();
  const events: NewEvent[] = [{ ...subject, at: now, kind: "server.started", text: "The server started." }];
  if (alive > 0 && alive < now) {
    const text = "The server stopped listening.";
    events.unshift({ ...subject, at: alive, kind: "server.stopped", text });
  }
  await store.write(async (tx) => {
    for (const event of events) await tx.event(event);
  });
  await noteListening(store, clock);
}

/** Times of a range in which no server listened: silence then says nothing about anybody. */
export async function blindTimes(store: Store, from: number, to: number): Promise<BeatHistory["blind"]> {
  const events = await store.events({ kind: "server.", to, limit: pairsMax });
  const blind: BeatHistory["blind"] = [];
  let startedAt: number | null = null;
  for (const event of events) {
    if (event.kind === "server.started") startedAt = event.at;
    if (event.kind !== "server.stopped" || startedAt === null) continue;
    if (startedAt >= from) blind.unshift({ from: event.at, to: startedAt });
    startedAt = null;
  }
  return blind;
}
