import { limits } from "#lib/domain/limits.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { resolvePage } from "#lib/server/paging/raise-page.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { moveOperation } from "./move-operation.ts";
import { operationAudit, operationEvent } from "./operation-words.ts";

/** Less than this is the time that a look takes. */
const dueSlackMs = 2_000;

/**
 * What time alone does to an operation: a plan is void, a wait is given up, an acknowledgement or a bypass ends. What
 * allows something is void in a run of the server that did not see it begin. Returns the operation as it is then.
 */
export async function lookAtTime(
  context: ServerContext,
  record: OperationRecord,
): Promise<OperationRecord | null> {
  const { deadlines } = context.operations;
  if (record.state === "planned") {
    const left = deadlines.ensure(record.id, "plan", limits.planValidMs);
    if (left > 0) return putDueRight(context, record, left);
    return expire(context, record, "planned", "Nobody confirmed it in time.");
  }
  if (record.state !== "waiting") return record;
  const leftMs = deadlines.ensure(record.id, "wait", limits.operationWaitMaxMs);
  if (leftMs === 0) {
    return expire(context, record, "waiting", "Its gates did not open in time.");
  }
  if (record.holdPoint?.by != null && !deadlines.lasts(record.id, "ack")) return endAck(context, record);
  if (record.bypass !== null && !deadlines.lasts(record.id, "bypass")) return endBypass(context, record);
  return putDueRight(context, record, leftMs);
}

/** What began before this run of the server counts anew: the end that its record names would pass, and nothing come. */
async function putDueRight(
  context: ServerContext,
  record: OperationRecord,
  leftMs: number,
): Promise<OperationRecord | null> {
  const at = context.clock.wallMs();
  const isOver = ({ due }: OperationRecord) => due !== null && due.at <= at;
  if (leftMs < dueSlackMs || !isOver(record)) return record;
  return moveOperation(context, record.id, async (_tx, now) =>
    now.state !== record.state || now.due === null || !isOver(now)
      ? null
      : { record: { ...now, due: { ...now.due, at: Math.round(at + leftMs) } } },
  );
}

function expire(context: ServerContext, { id }: OperationRecord, state: "planned" | "waiting", why: string) {
  return moveOperation(context, id, async (_tx, now) => {
    if (now.state !== state) return null;
    const at = context.clock.wallMs();
    const record: OperationRecord = {
      ...now,
      state: "expired",
      endedAt: at,
      due: null,
      sentence: `Expired: ${why}`,
      result: { outcome: "expired", text: `${why} Nothing was done.`, verified: [], notVerified: [] },
    };
    const text = `${now.plan.title} expired. ${why}`;
    return {
      record,
      events: [operationEvent(record, at, "expired", text)],
      audit: [operationAudit(record, at, null, "expire", text, "refused")],
    };
  });
}

function endAck(context: ServerContext, { id }: OperationRecord) {
  return moveOperation(context, id, async (_tx, now) => {
    if (now.state !== "waiting" || now.holdPoint?.by == null) return null;
    if (context.operations.deadlines.lasts(id, "ack")) return null;
    const at = context.clock.wallMs();
    const holdPoint = { ...now.holdPoint, by: null, at: null, note: null, untilAt: null };
    const text = `The acknowledgement by ${now.holdPoint.by.name} ended: the gate is shut again.`;
    const waitMs = context.operations.deadlines.ensure(id, "wait", limits.operationWaitMaxMs);
    const due = { at: Math.round(at + waitMs), what: "it is given up unless its gates have opened" };
    const record = { ...now, holdPoint, due, sentence: text };
    return {
      record,
      events: [operationEvent(record, at, "ack-ended", text, "warning")],
      audit: [operationAudit(record, at, null, "ack-end", text)],
    };
  });
}

function endBypass(context: ServerContext, { id }: OperationRecord) {
  return moveOperation(context, id, async (_tx, now) => {
    if (now.state !== "waiting" || now.bypass === null) return null;
    if (context.operations.deadlines.lasts(id, "bypass")) return null;
    const at = context.clock.wallMs();
    const record = { ...now, bypass: null, sentence: "The bypass ended: its gates are shut again." };
    return {
      record,
      events: [operationEvent(record, at, "bypass-ended", record.sentence, "warning")],
      audit: [operationAudit(record, at, null, "bypass-end", record.sentence)],
    };
  });
}

/** Nobody is needed for it any more. */
export async function endWithPage(context: ServerContext, { holdPoint }: OperationRecord): Promise<void> {
  if (holdPoint === null || context.store.readOnlyReason() !== null) return;
  await context.store.write((tx) => resolvePage(context, tx, holdPoint.pageId));
}

/** Pages of operations that ended while this server was down, or in the moment before it went down. */
export async function endLeftPages(context: ServerContext): Promise<void> {
  for (const { record } of [...context.paging.pages.values()]) {
    const { operationId, resolvedAt, id } = record;
    if (operationId === null || resolvedAt !== null) continue;
    if (context.operations.find(operationId) !== undefined) continue;
    await context.store.write((tx) => resolvePage(context, tx, id));
  }
}
