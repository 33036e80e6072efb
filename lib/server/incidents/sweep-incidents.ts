import type { ServerContext } from "#lib/server/context.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";

/** So many incidents go in one round: their minutes are looked for among all. */
const atOnce = 20;
const chunk = 200;

/**
 * Removes incidents that were resolved before `before` (wall clock, epoch ms), with the minutes that were noted of them: what
 * happened then is removed from the events as well. One that is part of another goes after that one, and one that is not
 * resolved stays however old it is. Returns how many went; the next round goes on where this one ends.
 */
export async function sweepIncidents(context: ServerContext, before: number): Promise<number> {
  const { incidents, store } = context;
  const old = incidents.all().filter((record) => isOver(context, record, before));
  const ids = new Set([...old.take(atOnce)].map(({ id }) => id));
  if (ids.size === 0) return 0;
  const minutes: string[] = [];
  for await (const { id, value } of store.all("incident-minute")) {
    if (ids.has(value.incidentId)) minutes.push(id);
  }
  // Minutes first, so that a round that was cut off finds the rest again.
  for (let from = 0; from < minutes.length; from += chunk) {
    await store.write(async (tx) => {
      for (const id of minutes.slice(from, from + chunk)) await tx.purge("incident-minute", id);
    });
  }
  return incidents.inTurn(async () => {
    const { value } = await store.write(async (tx) => {
      let gone = 0;
      for (const id of ids) {
        const stored = await tx.get("incident", id);
        if (stored === null || !isOver(context, stored.value, before)) continue;
        await tx.purge("incident", id);
        gone += 1;
      }
      return gone;
    });
    return value;
  });
}

function isOver(
  { incidents }: Pick<ServerContext, "incidents">,
  { state, resolvedAt, mergedInto }: IncidentRecord,
  before: number,
): boolean {
  if (state !== "resolved" || resolvedAt === null || resolvedAt >= before) return false;
  return mergedInto === null || incidents.find(mergedInto) === undefined;
}
