import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { acknowledgePage, raisePage, resolvePage } from "#lib/server/paging/raise-page.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import type { AuditRecord } from "#lib/store/records.ts";
import type { NewEvent, Tx } from "#lib/store/store.ts";

/** One durable change of an incident, with what is written beside it. */
export interface IncidentMove {
  record: IncidentRecord;
  events?: NewEvent[];
  audit?: AuditRecord[];
}

type Needs = Pick<ServerContext, "clock" | "newId" | "paging" | "drills">;

/**
 * Writes a move, and keeps the incident's page to it. `before` is the record as it was read in this write. Throws `not-now`
 * for a drill that is over: what is being removed must not come back.
 */
export async function writeIncident(
  context: Needs,
  tx: Tx,
  before: IncidentRecord | null,
  { record, events = [], audit = [] }: IncidentMove,
): Promise<void> {
  if (isDrillIncident(record)) await requireDrill(context, tx);
  const pageId = await pageFor(context, tx, before, record);
  await tx.put("incident", record.id, { ...record, pageId });
  for (const event of events) await tx.event(event);
  for (const row of audit) await tx.audit(row);
}

async function requireDrill({ drills }: Needs, tx: Tx): Promise<void> {
  const id = drills.current?.id;
  const stored = id === undefined ? null : await tx.get("drill", id);
  if (stored !== null && stored.goneAt === null && stored.value.removing !== true) return;
  throw new ApiError("not-now", "The drill that this was of is over.");
}

/**
 * A critical incident that is open has a page; it is acknowledged with the incident, and over when nothing is wrong any
 * more. One that comes back while its acknowledgement counts (domain/incidents/course.ts) needs no second one: somebody is
 * on it. Where it does not count any more, it pages again.
 */
async function pageFor(
  context: Needs,
  tx: Tx,
  before: IncidentRecord | null,
  after: IncidentRecord,
): Promise<string | null> {
  const { pageId } = after;
  if (after.state !== "open") {
    if (pageId !== null && before?.state === "open") await resolvePage(context, tx, pageId);
    return pageId;
  }
  const by = after.acknowledged?.by.name ?? null;
  if (by !== null && pageId !== null) {
    if (before?.acknowledged === null) await acknowledgePage(context, tx, pageId, by);
    return pageId;
  }
  const isPaged = pageId !== null && before?.state === "open";
  if (after.severity !== "critical" || isPaged) return pageId;
  const page = await raisePage(context, tx, {
    operationId: null,
    incidentId: after.id,
    lockId: after.lockId,
    resource: after.resources[0] ?? null,
    severity: after.severity,
    title: after.title,
    text: after.sentence,
    askedBy: after.openedBy?.name ?? "Locksmith",
    // One about a node alone names no resource.
    drill: isDrillIncident(after),
  });
  // Who acknowledged it while it was less grave is on it; the others learn of both.
  if (by !== null) await acknowledgePage(context, tx, page.id, by);
  return page.id;
}
