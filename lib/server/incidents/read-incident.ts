import type { z } from "zod";
import type { incidentDetail } from "#lib/contract/incidents.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import { allIncidentAnswers } from "#lib/domain/incidents/can.ts";
import { limits } from "#lib/domain/limits.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { drillOver } from "#lib/server/drills/drill-over.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { freshLock } from "#lib/server/lists/fresh.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import { incidentRow } from "./incident-row.ts";

const locksMax = 200;
const operationsMax = 50;

/** GET /incidents/{id}: one incident, whole, with what the one who asks may do now. Throws `not-found`, `gone`. */
export async function readIncident(
  context: ServerContext,
  actor: Actor,
  id: string,
): Promise<z.input<typeof incidentDetail>> {
  const stored = await context.store.get("incident", id);
  if (stored === null || stored.goneAt !== null) throw absentIncident(context, id);
  const record = stored.value;
  const { signals, roles, notes, followUps, resolution, pageId } = record;
  return {
    ...incidentRow(record, stored.revision),
    mergedInto: lastOf(context, record.mergedInto),
    signals,
    roles,
    notes,
    followUps,
    locks: locksOf(context, record),
    operations: operationsOf(context, record),
    merged: [...context.view.incidents.values()].filter(({ mergedInto }) => mergedInto === id),
    resolution,
    pageId,
    allowed: allIncidentAnswers(record, actor),
  };
}

/** Where one that is part of another is to be followed: that one may be part of a third meanwhile. */
function lastOf({ incidents }: ServerContext, mergedInto: string | null): string | null {
  const seen = new Set<string>();
  let last = mergedInto;
  for (let next = last; next !== null && !seen.has(next); next = incidents.find(next)?.mergedInto ?? null) {
    seen.add(next);
    last = next;
  }
  return last;
}

/** As `noIncident`; says for certain what was of a drill. */
export function absentIncident({ drills }: Pick<ServerContext, "drills">, id: string): ApiError {
  return drills.isOver(id) ? drillOver() : noIncident();
}

export function noIncident(): ApiError {
  const why = "its id is wrong, or it is older than 90 days, or it was of a drill that has ended";
  return new ApiError("not-found", `There is no such incident: ${why}, whose incidents go with it.`);
}

function locksOf(context: ServerContext, { resources }: IncidentRecord) {
  const rows = resources.flatMap((resource) => context.view.locks.ofResource(resource));
  return rows.slice(0, locksMax).map((row) => freshLock(context, row));
}

/** Operations on its resources from shortly before it began until it was over, and those made for one of them. */
function operationsOf({ view }: ServerContext, record: IncidentRecord): OperationRow[] {
  const from = record.openedAt - limits.incidentBeforeMs;
  const to = record.resolvedAt ?? Number.POSITIVE_INFINITY;
  const during = [...view.operations.values()].filter(
    ({ createdAt, endedAt }) => createdAt <= to && (createdAt >= from || (endedAt ?? to) >= record.openedAt),
  );
  const resources = new Set(record.resources);
  const own = during.filter(({ resource }) => resource !== null && resources.has(resource));
  const ids = new Set(own.map(({ id }) => id));
  const made = during.filter(({ id, relatedId }) => !ids.has(id) && relatedId !== null && ids.has(relatedId));
  return [...own, ...made].sort((a, b) => b.createdAt - a.createdAt).slice(0, operationsMax);
}
