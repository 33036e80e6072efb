import type { ServerContext } from "#lib/server/context.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";

/** So many incidents go in one round: their minutes are looked for among all. */
const atOnce = 20;

/**
 * Removes incidents that were resolved before `before` (wall clock, epoch ms), with the minutes that were noted of them: what
 * happened then is removed from the events as well. One that is part of another goes after that one, and one that is not
 * resolved stays however old it is. Returns how many went; the next round goes on where this one ends.
 */
export async function sweepIncidents(context: ServerContext, before: number): Promise<number> {
  const { incidents, store } = context;
  const old = incidents.all().filter((record) => isOver(context, record, before));
  const minutes = new Map([...old.take(atOnce)].map(({ id }) => [id, [] as string[]]));
  if (minutes.size === 0) return 0;
  for await (const { id, value } of store.all("incident-minute")) minutes.get(value.incidentId)?.push(id);
  let gone = 0;
  for (const [id, noted] of minutes) {
    // Asked again and removed in one write: whoever reopens it meanwhile, or after a crash, has it whole.
    const { value } = await store.write(async (tx) => {
      const stored = await tx.get("incident", id);
      if (stored === null || !isOver(context, stored.value, before)) return 0;
      for (const minute of noted) await tx.purge("incident-minute", minute);
      await tx.purge("incident", id);
      return 1;
    });
    gone += value;
  }
  return gone;
}

function isOver(
  { incidents }: Pick<ServerContext, "incidents">,
  { state, resolvedAt, mergedInto }: IncidentRecord,
  before: number,
): boolean {
  if (state !== "resolved" || resolvedAt === null || resolvedAt >= before) return false;
  return mergedInto === null || incidents.find(mergedInto) === undefined;
}
