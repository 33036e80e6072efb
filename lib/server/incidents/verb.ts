import { type IncidentVerb, incidentCan } from "#lib/domain/incidents/can.ts";
import type { Person } from "#lib/domain/operations/operation.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { viewerIn } from "#lib/server/operations/verb.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import { incidentAudit } from "./incident-words.ts";
import { noIncident, readIncident } from "./read-incident.ts";
import { type IncidentMove, writeIncident } from "./write-incident.ts";

/** What comes with a verb beside its body. */
export interface VerbInput {
  actor: Actor;
  id: string;
  /** Idempotency-Key; asked again with the same one by the same actor, a verb does nothing more. */
  key: string | null;
}

const answeredMax = 50;

/** A request that was done, as the incident remembers it. */
export function answerKey(verb: string, actor: Actor, key: string): string {
  return `${verb} ${actor.kind}:${actor.id} ${key}`;
}

/**
 * Does a verb of one incident in one write, in which the record is read again; `work` says what comes of it, null when
 * nothing is left to do. Answers with the incident as it is afterwards. What is refused goes into the audit. Throws
 * `not-found`, `forbidden`, `not-now`, and what `work` throws.
 */
export async function doVerb(
  context: ServerContext,
  input: VerbInput,
  verb: IncidentVerb,
  work: (record: IncidentRecord, by: Person, at: number) => IncidentMove | null,
) {
  const { person } = viewerIn(input.actor);
  const answer = input.key === null ? null : answerKey(verb, input.actor, input.key);
  try {
    await context.store.write(async (tx) => {
      const stored = await tx.get("incident", input.id);
      if (stored === null || stored.goneAt !== null) throw noIncident();
      const before = stored.value;
      if (answer !== null && before.answered?.includes(answer) === true) return;
      requireCan(before, verb, input.actor);
      const move = work(before, person, context.clock.wallMs());
      if (move === null) return;
      const record = answer === null ? move.record : withAnswer(move.record, answer);
      await writeIncident(context, tx, before, { ...move, record });
    });
  } catch (error) {
    await noteRefusal(context, input, verb, person, error);
    throw error;
  }
  return readIncident(context, input.actor, input.id);
}

/** Throws what forbids a verb: by role, or by how the incident stands. */
export function requireCan(record: IncidentRecord, verb: IncidentVerb, actor: Actor): void {
  const answer = incidentCan(record, verb, actor);
  if (answer.allowed) return;
  const context = record.mergedInto === null ? undefined : { mergedInto: record.mergedInto };
  throw new ApiError(answer.because === "role" ? "forbidden" : "not-now", answer.reason, context);
}

export function withAnswer(record: IncidentRecord, answer: string): IncidentRecord {
  return { ...record, answered: [...(record.answered ?? []), answer].slice(-answeredMax) };
}

/** A refusal of a verb is in the audit before it is answered. */
export async function noteRefusal(
  context: ServerContext,
  { id }: VerbInput,
  verb: IncidentVerb,
  by: Person,
  error: unknown,
): Promise<void> {
  if (!(error instanceof ApiError) || (error.code !== "forbidden" && error.code !== "not-now")) return;
  const record = context.incidents.find(id);
  if (record === undefined || context.store.readOnlyReason() !== null) return;
  const detail = `${error.code}: ${error.message}`;
  const row = incidentAudit(record, context.clock.wallMs(), by, verb, { detail, outcome: "refused" });
  await context.store.write((tx) => tx.audit(row));
}
