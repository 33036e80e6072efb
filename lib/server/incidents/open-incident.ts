import type { z } from "zod";
import type { openIncident as openBody } from "#lib/contract/incidents.ts";
import type { Signal } from "#lib/domain/incidents/incident.ts";
import type { Person } from "#lib/domain/operations/operation.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { nameOf } from "#lib/server/operations/operation-words.ts";
import { viewerIn } from "#lib/server/operations/verb.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import { incidentAudit, incidentEvent } from "./incident-words.ts";
import { blankIncident } from "./new-incident.ts";
import { readIncident } from "./read-incident.ts";
import { answerKey } from "./verb.ts";
import { writeIncident } from "./write-incident.ts";

type Body = z.output<typeof openBody>;

/**
 * POST /incidents: a person opens one for what no rule saw; it stays open until a person resolves it. Asked again with
 * the same Idempotency-Key, the same one. Throws `conflict` when there is one for the resource, `forbidden`, `not-now`
 * and `invalid`.
 */
export async function openIncident(context: ServerContext, actor: Actor, body: Body, key: string | null) {
  const { person } = viewerIn(actor);
  requireLock(context, body);
  const answer = key === null ? null : answerKey("open", actor, key);
  const id = await context.incidents.inTurn(async () => {
    const before = answer === null ? undefined : answeredBy(context, answer);
    if (before !== undefined) return before.id;
    const other = context.incidents.ofResource(body.resource);
    if (other !== undefined) throw isOpen(other);
    const at = context.clock.wallMs();
    const record = newIncident(context, body, person, at);
    if (answer !== null) record.answered = [answer];
    const text = `${nameOf(person)} opened an incident: ${record.title}.`;
    await context.store.write((tx) =>
      writeIncident(context, tx, null, {
        record,
        events: [incidentEvent(record, at, "opened", text, record.severity)],
        audit: [incidentAudit(record, at, person, "open", { detail: text })],
      }),
    );
    return record.id;
  });
  return readIncident(context, actor, id);
}

function answeredBy({ incidents }: ServerContext, answer: string): IncidentRecord | undefined {
  return incidents.all().find(({ answered }) => answered?.includes(answer) === true);
}

function isOpen({ id, title }: IncidentRecord): ApiError {
  return new ApiError("conflict", `There is an incident for this already: ${title}.`, { incidentId: id });
}

function requireLock(context: ServerContext, { resource, lockId }: Body): void {
  if (lockId === null || context.view.locks.rows.get(lockId)?.resource === resource) return;
  throw new ApiError("invalid", "There is no such lock of this resource.", undefined, [
    { field: "lockId", message: "the id of a lock of the resource, or null" },
  ]);
}

function newIncident(context: ServerContext, body: Body, by: Person, at: number): IncidentRecord {
  const { resource, lockId, severity } = body;
  const title = safeText(body.title, 300);
  const node = lockId === null ? null : (context.view.locks.rows.get(lockId)?.node ?? null);
  const signal: Signal = {
    key: `by-hand/${resource}`,
    rule: "by-hand",
    severity,
    resource,
    lockId,
    ownerId: null,
    node,
    text: title,
    since: at,
    clearedAt: null,
  };
  return {
    ...blankIncident(context.newId("inc"), at),
    title,
    severity,
    resources: [resource],
    lockId,
    nodes: node === null ? [] : [node],
    signals: [signal],
    sentence: `${nameOf(by)} opened it: ${title}.`,
    openedBy: by,
  };
}
