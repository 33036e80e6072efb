import type { z } from "zod";
import type { acknowledgeOperation as acknowledgeBody } from "#lib/contract/operations.ts";
import type { HoldPoint } from "#lib/domain/operations/operation.ts";
import { factChanges } from "#lib/domain/operations/snapshot.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { acknowledgePage } from "#lib/server/paging/raise-page.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { moveOperation } from "./move-operation.ts";
import { nameOf, operationAudit, operationEvent } from "./operation-words.ts";
import { planOperation } from "./plan-operation.ts";
import { readOperation } from "./read-operation.ts";
import {
  noteAnswered,
  operationOf,
  requireCan,
  requireReviewed,
  type VerbInput,
  viewerIn,
  wasAnswered,
  withAudit,
} from "./verb.ts";

type Body = z.output<typeof acknowledgeBody>;

/**
 * POST /operations/{id}/acknowledge: the second person opens the hold point for the policy's time, counted on the
 * monotonic clock of this run. Throws `self-acknowledgement`, `precondition-required`, `changed-facts`, `forbidden`,
 * `not-now` and `invalid`.
 */
export async function acknowledgeOperation(context: ServerContext, input: VerbInput, body: Body) {
  const viewer = viewerIn(input.actor);
  return withAudit(context, input.id, "acknowledge", viewer.person, async () => {
    const record = await operationOf(context, input.id);
    if (wasAnswered(record, "acknowledge", input)) return readOperation(context, input.actor, input.id);
    requireCan(context, record, "acknowledge", viewer);
    requireReviewed(record, input.reviewed);
    requireRead(record, body);
    await requireSameFacts(context, record);
    const at = context.clock.wallMs();
    const { deadlines } = context.operations;
    await moveOperation(context, input.id, async (tx, now) => {
      if (wasAnswered(now, "acknowledge", input)) return null;
      requireCan(context, now, "acknowledge", viewer);
      requireReviewed(now, input.reviewed);
      const { ackWindowMs } = now.policy;
      const untilAt = at + ackWindowMs;
      const note = body.note === "" ? null : safeText(body.note, 2_000);
      const holdPoint = { ...(now.holdPoint as HoldPoint), by: viewer.person, at, note, untilAt };
      await acknowledgePage(context, tx, holdPoint.pageId, viewer.person.name);
      const next: OperationRecord = {
        ...noteAnswered(now, "acknowledge", input),
        holdPoint,
        due: { at: untilAt, what: "the acknowledgement ends" },
        sentence: `${nameOf(viewer.person)} acknowledged it.`,
      };
      // Counted from before it is on disk, so that it never lasts longer than what was said.
      deadlines.start(input.id, "ack", ackWindowMs);
      const text = `${nameOf(viewer.person)} acknowledged: ${now.plan.title}.`;
      return {
        record: next,
        events: [operationEvent(next, at, "acknowledged", text, "warning")],
        audit: [
          operationAudit(next, at, viewer.person, "acknowledge", note === null ? text : `${text} ${note}`),
        ],
      };
    });
    context.operations.nudge();
    return readOperation(context, input.actor, input.id);
  });
}

function requireRead({ spec }: OperationRecord, { readNotVerified }: Body): void {
  if (spec.kind !== "bypass" || readNotVerified) return;
  throw new ApiError("invalid", "Read the list of what is not verified first.", undefined, [
    { field: "body.readNotVerified", message: "true, once the list was read" },
  ]);
}

/** What changed since the confirmation is not what is to be acknowledged: such an operation cannot succeed any more. */
async function requireSameFacts(context: ServerContext, record: OperationRecord): Promise<void> {
  const fresh = await planOperation(context, record.spec, record.createdBy);
  if (fresh.snapshot === record.snapshot) return;
  const changes = factChanges(record.plan.facts, fresh.plan.facts);
  const named = changes.map((change) => change.label).join(", ");
  throw new ApiError("changed-facts", `Not as it was reviewed: ${named}.`, { changes });
}
