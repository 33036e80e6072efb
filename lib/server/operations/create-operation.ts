import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { CreateOperation, operationPlanned } from "#lib/contract/operations.ts";
import { limits } from "#lib/domain/limits.ts";
import type { OperationSpec, Person } from "#lib/domain/operations/operation.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { auditRow } from "#lib/server/audit/audit-row.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { actorKey } from "#lib/server/sessions/session-access.ts";
import type { AuditRecord, OperationRecord } from "#lib/store/records.ts";
import { writeMove } from "./move-operation.ts";
import { nameOf, operationAudit, operationEvent } from "./operation-words.ts";
import { type FreshPlan, planOperation } from "./plan-operation.ts";
import { readOperation } from "./read-operation.ts";
import { viewerIn } from "./verb.ts";
import { worldOf } from "./world-of.ts";

type Answer = z.input<typeof operationPlanned>;

/**
 * POST /operations: what would be done and on what grounds. A dry run stores nothing; else the plan is kept for
 * `limits.planValidMs`, and nothing happens before it is confirmed. The same key of the same actor gives the same
 * operation; with another request behind it, `conflict`.
 */
export async function createOperation(
  context: ServerContext,
  actor: Actor,
  input: CreateOperation,
  key: string | null,
): Promise<Answer> {
  const { person } = viewerIn(actor);
  const { drill, ...fresh } = await planOrNote(context, actor, input, person);
  const { snapshot, plan, policy, roster } = fresh;
  if (input.dryRun) return { snapshot, plan, policy, roster, operation: null };
  const id = key === null ? context.newId("op") : idOfKey(actor, key);
  const { value: record } = await context.store.write(async (tx) => {
    const known = await tx.get("operation", id);
    if (known !== null) return known.value;
    const made = newRecord(context, id, input, key, person, fresh, drill);
    const text = `${nameOf(person)} planned: ${made.plan.title}.`;
    await writeMove(tx, {
      record: made,
      events: [operationEvent(made, made.createdAt, "planned", text)],
      audit: [planRow(made, person, text)],
    });
    return made;
  });
  if (!isDeepStrictEqual(record.spec, input.spec)) {
    throw new ApiError("conflict", "This Idempotency-Key was used for another request.");
  }
  context.operations.deadlines.ensure(id, "plan", limits.planValidMs);
  const operation = await readOperation(context, actor, id);
  return {
    snapshot: record.snapshot,
    plan: record.plan,
    policy: record.policy,
    roster: record.roster,
    operation,
  };
}

/** A plan that its own facts forbid, such as one against a living owner, is a refusal with its reasons. */
function planRow(made: OperationRecord, person: Person, text: string): AuditRecord {
  const { refusals } = made.plan;
  if (refusals.length === 0) return operationAudit(made, made.createdAt, person, "plan", text);
  const detail = `${text} It cannot be confirmed: ${refusals.join(" ")}`;
  return operationAudit(made, made.createdAt, person, "plan", detail, "refused");
}

/** What cannot even be planned leaves a row before it is answered; a dry run asks for nothing and leaves none. */
async function planOrNote(
  context: ServerContext,
  actor: Actor,
  { spec, reason, dryRun }: CreateOperation,
  person: Person,
): Promise<FreshPlan & { drill: string | undefined }> {
  try {
    const drill = await worldOf(context, actor, spec);
    return { ...(await planOperation(context, spec, person)), drill };
  } catch (error) {
    if (error instanceof ApiError && !dryRun && context.store.readOnlyReason() === null) {
      const row = auditRow({
        at: context.clock.wallMs(),
        actor,
        action: "operation.plan",
        target: askedFor(spec),
        outcome: "refused",
        detail: `${error.code}: ${error.message}`,
        reason,
      });
      await context.store.write((tx) => tx.audit(row));
    }
    throw error;
  }
}

function askedFor(spec: OperationSpec): string {
  if (spec.kind === "clear") return `${spec.source}/${spec.key}`;
  return "operationId" in spec ? `${spec.kind} of ${spec.operationId}` : spec.kind;
}

/** Two requests with one key meet in one document, also when they come at the same moment. */
function idOfKey(actor: Actor, key: string): string {
  return `op_${createHash("sha256")
    .update(`${actorKey(actor)}\n${key}`)
    .digest("base64url")
    .slice(0, 22)}`;
}

function newRecord(
  context: ServerContext,
  id: string,
  { spec, reason }: CreateOperation,
  key: string | null,
  createdBy: Person,
  { plan, policy, snapshot, roster, lockId, resource }: FreshPlan,
  drill: string | undefined,
): OperationRecord {
  const createdAt = context.clock.wallMs();
  return {
    id,
    spec,
    state: "planned",
    createdBy,
    createdAt,
    reason,
    idempotencyKey: key,
    snapshot,
    plan,
    policy,
    roster,
    lockId,
    resource,
    confirmedBy: null,
    confirmedAt: null,
    holdPoint: null,
    gates: plan.gates,
    steps: plan.steps,
    units: [],
    nodes: [],
    bypass: null,
    memory: {},
    ...(drill === undefined ? {} : { drill }),
    due: { at: createdAt + limits.planValidMs, what: "the plan is void" },
    sentence: "Planned: nothing has happened yet.",
    result: null,
    endedAt: null,
  };
}
