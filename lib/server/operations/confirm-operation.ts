import type { z } from "zod";
import type { confirmOperation as confirmBody } from "#lib/contract/operations.ts";
import { limits } from "#lib/domain/limits.ts";
import { isEnded, type Person } from "#lib/domain/operations/operation.ts";
import { factChanges } from "#lib/domain/operations/snapshot.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
import { askedSentence, newHoldPoint } from "./hold-point.ts";
import { type Move, moveOperation } from "./move-operation.ts";
import { nameOf, operationAudit, operationEvent } from "./operation-words.ts";
import { type FreshPlan, planOperation } from "./plan-operation.ts";
import { readOperation } from "./read-operation.ts";
import {
  noteAnswered,
  operationOf,
  requireCan,
  requireReason,
  requireReviewed,
  type VerbInput,
  viewerIn,
  wasAnswered,
  withAudit,
} from "./verb.ts";

type Body = z.output<typeof confirmBody>;

/**
 * POST /operations/{id}/confirm: takes the facts again, and starts what was reviewed if they are the same. Throws
 * `precondition-required`, `changed-facts` (with the difference and the new plan), `forbidden`, `invalid`, `gate-shut`,
 * `not-now` and `conflict`. Of two who confirm at once, one does.
 */
export async function confirmOperation(context: ServerContext, input: VerbInput, body: Body) {
  const viewer = viewerIn(input.actor);
  return withAudit(context, input.id, "confirm", viewer.person, async () => {
    const record = await operationOf(context, input.id);
    if (wasAnswered(record, "confirm", input)) return readOperation(context, input.actor, input.id);
    requireCan(context, record, "confirm", viewer);
    requireReviewed(record, input.reviewed);
    const reason = requireWords(record, body);
    const { policy, plan } = await requireSameFacts(context, input, record);
    // The policy may have become stricter since the plan was made: the one in force counts.
    const inForce = { ...record, policy, plan: { ...record.plan, typedName: plan.typedName } };
    requireCan(context, inForce, "confirm", viewer);
    requireWords(inForce, body);
    await moveOperation(context, input.id, async (tx, stored) => {
      if (wasAnswered(stored, "confirm", input)) return null;
      const now = { ...stored, policy, plan: { ...stored.plan, typedName: plan.typedName } };
      requireCan(context, now, "confirm", viewer);
      requireReviewed(now, input.reviewed);
      await requireAlone(context, tx, now);
      return confirmed(context, tx, noteAnswered({ ...now, reason }, "confirm", input), viewer.person);
    });
    context.operations.deadlines.ensure(input.id, "wait", limits.operationWaitMaxMs);
    context.operations.nudge();
    return readOperation(context, input.actor, input.id);
  });
}

/** What the policy wants to be said; returns the reason. */
function requireWords(record: OperationRecord, body: Body): string {
  const { policy, plan, spec } = record;
  const said = body.reason.trim() === "" ? record.reason : body.reason;
  const reason = policy.reason ? requireReason(said, "body.reason") : said.trim();
  const wanted = plan.typedName;
  if (policy.typedName && wanted !== null && body.typedName !== wanted) {
    throw new ApiError("invalid", "The name that was typed is not the name of the target.", undefined, [
      { field: "body.typedName", message: "type the name exactly as it is shown" },
    ]);
  }
  if (spec.kind === "bypass" && !body.readNotVerified) {
    throw new ApiError("invalid", "Read the list of what is not verified first.", undefined, [
      { field: "body.readNotVerified", message: "true, once the list was read" },
    ]);
  }
  return reason;
}

/** Facts that changed since the review void it: the new plan takes the old one's place, and is to be reviewed. */
async function requireSameFacts(
  context: ServerContext,
  input: VerbInput,
  record: OperationRecord,
): Promise<FreshPlan> {
  const fresh = await planOperation(context, record.spec, record.createdBy);
  if (fresh.snapshot !== record.snapshot) throw await voided(context, input, record, fresh);
  const refusal = fresh.plan.refusals[0];
  if (refusal !== undefined) throw new ApiError("gate-shut", refusal, { refusals: fresh.plan.refusals });
  return fresh;
}

async function voided(
  context: ServerContext,
  input: VerbInput,
  record: OperationRecord,
  fresh: FreshPlan,
): Promise<ApiError> {
  const changes = factChanges(record.plan.facts, fresh.plan.facts);
  const { plan, snapshot, roster, policy, lockId, resource } = fresh;
  await moveOperation(context, record.id, async (_tx, now) => {
    if (now.state !== "planned") return null;
    return {
      record: {
        ...now,
        plan,
        snapshot,
        roster,
        policy,
        lockId,
        resource,
        gates: plan.gates,
        steps: plan.steps,
      },
    };
  });
  const operation = await readOperation(context, input.actor, record.id);
  const named = changes.map((change) => change.label).join(", ");
  return new ApiError("changed-facts", `Not as it was reviewed: ${named}.`, { changes, operation, snapshot });
}

/**
 * One clear of a lock at a time, one bypass, and one canary of a configuration: two would each see the other's doing as
 * a change, and would give a node two contents at once. Each is read inside the write, where one that was confirmed a
 * moment before is seen too.
 */
async function requireAlone(context: ServerContext, tx: Tx, record: OperationRecord): Promise<void> {
  const { kind } = record.spec;
  if (kind !== "clear" && kind !== "bypass" && kind !== "canary") return;
  for (const { id, spec, lockId, resource } of context.operations.active()) {
    if (id === record.id || spec.kind !== kind) continue;
    if (kind === "canary" ? resource !== record.resource : lockId !== record.lockId) continue;
    const other = (await tx.get("operation", id))?.value;
    if (other === undefined || other.state === "planned" || isEnded(other.state)) continue;
    const what = kind === "canary" ? "canary of this configuration" : "operation on this lock";
    throw new ApiError("conflict", `Another ${what} is under way.`, { operationId: id });
  }
}

async function confirmed(
  context: ServerContext,
  tx: Tx,
  record: OperationRecord,
  person: Person,
): Promise<Move> {
  const at = context.clock.wallMs();
  const holdPoint = await newHoldPoint(context, tx, record, person);
  const text = `${nameOf(person)} confirmed: ${record.plan.title}.`;
  const next: OperationRecord = {
    ...record,
    state: "waiting",
    confirmedBy: person,
    confirmedAt: at,
    holdPoint,
    due: { at: at + limits.operationWaitMaxMs, what: "it is given up unless its gates have opened" },
    sentence: holdPoint === null ? "Confirmed." : `Confirmed: ${askedSentence(context, record)}`,
  };
  return {
    record: next,
    events: [operationEvent(next, at, "confirmed", text, "warning")],
    audit: [operationAudit(next, at, person, "confirm", text)],
  };
}
