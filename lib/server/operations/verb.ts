import type { ErrorCode } from "#lib/contract/common.ts";
import { type Hindrance, operationCan } from "#lib/domain/operations/can.ts";
import type { OperationVerb } from "#lib/domain/operations/machine.ts";
import type { Person } from "#lib/domain/operations/operation.ts";
import { type Viewer, viewerOf } from "#lib/domain/operations/people.ts";
import { reasonProblem } from "#lib/domain/operations/reason.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { operationAudit } from "./operation-words.ts";

/** What comes with a verb beside its body. */
export interface VerbInput {
  actor: Actor;
  id: string;
  /** Idempotency-Key; asked again with the same one by the same actor, a verb does nothing more. */
  key: string | null;
  /** If-Match: the snapshot that was reviewed. */
  reviewed: string | null;
}

const answeredMax = 20;

/** Who asks. Throws `forbidden` for an agent. */
export function viewerIn(actor: Actor): Viewer {
  const viewer = viewerOf(actor);
  if (viewer === null) throw new ApiError("forbidden", "A token of an agent may not do this.");
  return viewer;
}

/** The operation as it is stored. Throws `not-found`. */
export async function operationOf(context: ServerContext, id: string): Promise<OperationRecord> {
  const stored = await context.store.get("operation", id);
  if (stored === null) throw new ApiError("not-found", "There is no such operation.");
  return stored.value;
}

/** Throws what forbids a verb: by role, by person, or by the state of the operation. */
export function requireCan(
  context: Pick<ServerContext, "clock">,
  record: OperationRecord,
  verb: OperationVerb,
  viewer: Viewer,
): void {
  const answer = operationCan(record, verb, viewer, context.clock.wallMs());
  if (answer.allowed) return;
  const code = answer.because === "thing" && verb === "confirm" ? "gate-shut" : codes[answer.because];
  throw new ApiError(code, answer.reason);
}

const codes: Record<Hindrance, ErrorCode> = {
  kind: "not-now",
  state: "not-now",
  role: "forbidden",
  self: "self-acknowledgement",
  thing: "not-now",
};

/** Whether this very request was done before. */
export function wasAnswered(record: OperationRecord, verb: string, { actor, key }: VerbInput): boolean {
  return key !== null && (record.answered ?? []).includes(answerKey(verb, actor, key));
}

/** The record, remembering that this request was done; only the last ones are kept. */
export function noteAnswered(record: OperationRecord, verb: string, input: VerbInput): OperationRecord {
  if (input.key === null) return record;
  const answered = [...(record.answered ?? []), answerKey(verb, input.actor, input.key)];
  return { ...record, answered: answered.slice(-answeredMax) };
}

function answerKey(verb: string, actor: Actor, key: string): string {
  return `${verb} ${actor.kind}:${actor.id} ${key}`;
}

const audited: ReadonlySet<ErrorCode> = new Set([
  "forbidden",
  "self-acknowledgement",
  "changed-facts",
  "gate-shut",
  "not-now",
  "conflict",
  "recovering",
  "precondition-required",
  "invalid",
]);

/** Runs a verb; a refusal of it goes into the audit before it is answered. */
export async function withAudit<T>(
  context: ServerContext,
  id: string,
  verb: OperationVerb,
  by: Person,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError) || !audited.has(error.code)) throw error;
    const stored = await context.store.get("operation", id);
    if (stored !== null && context.store.readOnlyReason() === null) {
      const at = context.clock.wallMs();
      const detail = `${error.code}: ${error.message}`;
      await context.store.write((tx) =>
        tx.audit(operationAudit(stored.value, at, by, verb, detail, "refused")),
      );
    }
    throw error;
  }
}

/** A reason that says something to whoever reads it later. Throws `invalid`. */
export function requireReason(text: string, field: string): string {
  const problem = reasonProblem(text);
  if (problem === null) return text.trim();
  throw new ApiError("invalid", problem, undefined, [{ field, message: problem }]);
}

/** The snapshot that was reviewed is the one that is stored. Throws `precondition-required` and `changed-facts`. */
export function requireReviewed(record: OperationRecord, reviewed: string | null): void {
  if (reviewed === null) {
    throw new ApiError("precondition-required", "Send If-Match with the snapshot that was reviewed.");
  }
  if (reviewed === record.snapshot) return;
  throw new ApiError("changed-facts", "This was reviewed as it no longer is; look at it again.", {
    changes: [],
    snapshot: record.snapshot,
  });
}
