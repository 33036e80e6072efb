import { drillName, drillPrefix, isDrillName } from "#lib/domain/drill/names.ts";
import { counted } from "#lib/domain/words.ts";
import { auditRow } from "#lib/server/audit/audit-row.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";
import type { DocumentKind } from "#lib/store/records.ts";
import { collectDrill, type DrillThings } from "./collect-drill.ts";
import { isDrillEvent } from "./drill-documents.ts";
import { endDrillOperations } from "./end-drill-operations.ts";
import { showLocksAgain } from "./hide-locks.ts";

/** So many go in one write: nobody waits long behind it. */
const chunk = 100;
const eventsChunk = 1_000;

/** What others are found by goes last, so that a removal that was cut off finds them again. */
const order: readonly DocumentKind[] = [
  "page",
  "incident-minute",
  "unit",
  "kernel-lock",
  "lease",
  "node-config",
  "config-version",
  "config",
  "policy",
  "session",
  "node",
  "incident",
  "operation",
];

const wordOf: Partial<Record<DocumentKind, string>> = {
  "incident-minute": "incident minute",
  "kernel-lock": "kernel lock",
  "node-config": "node configuration",
  "config-version": "version",
  config: "configuration",
  policy: "own policy",
};

/**
 * Takes away all that was of the drill as if it had never been; the audit alone keeps what was done, and links to it say
 * that the drill is over. Begins by ending its
 * tokens and everything under way, and goes on where a run of the server was cut off. Returns how many things went.
 */
export function removeDrill(context: ServerContext, why: string): Promise<number> {
  return context.drills.removeOnce(() => remove(context, why));
}

async function remove(context: ServerContext, why: string): Promise<number> {
  const { drills, leases } = context;
  const known = drills.current;
  if (known === null) return 0;
  if (known.removing !== true) {
    await endDrillOperations(context, known);
    await markRemoving(context, known.id);
  }
  // From here on the store takes nothing of the drill any more.
  leases.forget(isDrillName);
  const things = await collectDrill(context.store, known.id);
  drills.removed.clear();
  for (const id of things.owners) drills.removed.add(id);
  await drills.raiseEpochFloor(things.highestEpoch);
  await drills.noteOver(
    ["operation", "incident"].flatMap((kind) => things.ids.get(kind as DocumentKind) ?? []),
  );
  await purgeDocuments(context, known, things);
  await purgeEvents(context);
  context.view.forgetEvents((event) => isDrillEvent(event) || drills.removed.has(event.ownerId ?? ""));
  await end(context, known, things, why);
  showLocksAgain(context, known);
  return things.count;
}

async function markRemoving({ store }: ServerContext, id: string): Promise<void> {
  await store.write(async (tx) => {
    const stored = await tx.get("drill", id);
    if (stored === null || stored.goneAt !== null) return;
    const ending = { state: "ending", removing: true, stopAsked: true, next: null, wanted: null } as const;
    await tx.put("drill", id, { ...stored.value, ...ending, sentence: "What was of it is being removed." });
  });
}

async function purgeDocuments(
  context: ServerContext,
  drill: DrillRecord,
  things: DrillThings,
): Promise<void> {
  for (const kind of order) {
    const ids = things.ids.get(kind) ?? [];
    for (let from = 0; from < ids.length; from += chunk) {
      const part = ids.slice(from, from + chunk);
      await context.store.write(async (tx) => {
        if (part.some((id) => things.owners.has(id))) await tx.purgeOwners(part, drill.startedAt);
        for (const id of part) await tx.purge(kind, id);
      });
      if (kind === "session") context.orders.changed(part);
    }
  }
}

async function purgeEvents({ store }: ServerContext): Promise<void> {
  for (;;) {
    const { value } = await store.write((tx) => tx.purgeEvents(drillPrefix, eventsChunk));
    if (value === 0) return;
  }
}

async function end(
  context: ServerContext,
  drill: DrillRecord,
  things: DrillThings,
  why: string,
): Promise<void> {
  const at = context.clock.wallMs();
  const counts = order.flatMap((kind) => {
    const count = things.ids.get(kind)?.length ?? 0;
    return count === 0 ? [] : [counted(count, wordOf[kind] ?? kind)];
  });
  const detail = `${why}; removed ${counts.length === 0 ? "nothing" : counts.join(", ")} (${drill.id})`;
  const target = drillName(drill.options.variation);
  await context.store.write(async (tx) => {
    await tx.purge("drill", drill.id);
    await tx.audit(auditRow({ at, actor: "locksmith", action: "drill.end", target, detail }));
  });
}
