import { allOpen } from "#lib/domain/operations/gates.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { stillOpen } from "#lib/server/operations/gates-now.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import { moveOperation } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { SessionOrder } from "#lib/server/operations/session-order.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { isAsReviewed } from "./clear-plan.ts";
import { ended, failedMove, keepRoster, withoutProof, withStep } from "./clear-record.ts";
import { holdersOf, kernelTarget } from "./kernel-target.ts";
import { verifyKernel } from "./kernel-verify.ts";

type Clear = RecordOf<"clear">;

/** The agent does not begin after this, and is not waited for much longer if it said nothing. */
const orderMs = 15_000;
const answerMs = 60_000;

/** Moves the clear of a kernel lock on by what can be done now. */
export async function advanceKernel(context: ServerContext, operation: Clear): Promise<void> {
  switch (operation.state) {
    case "waiting":
      return advanceWaiting(context, operation);
    case "aborting":
      return abort(context, operation);
    case "running":
      return awaitAgent(context, operation);
    default:
      return verifyKernel(context, operation);
  }
}

async function advanceWaiting(context: ServerContext, operation: Clear): Promise<void> {
  const target = await kernelTarget(context, operation.spec.key, operation.id);
  if (target.verdict === null)
    return fail(context, operation, "The lock is gone by itself: there is nothing to clear.");
  await keepRoster(context, operation, target.roster);
  if (!allOpen(operation.gates)) return;
  if (!(await isAsReviewed(context, operation))) {
    return fail(context, operation, "The facts changed since they were reviewed.");
  }
  // The facts that were compared are those of the plan made now: its holders are the ones that were reviewed.
  const holders = JSON.stringify(holdersOf(target.record));
  await moveOperation(context, operation.id, async (tx, now) => {
    if (now.state !== "waiting" || !stillOpen(context, now)) return null;
    const stored = await tx.get("kernel-lock", operation.spec.key);
    if (stored === null || stored.goneAt !== null || JSON.stringify(holdersOf(stored.value)) !== holders)
      return null;
    if (stored.value.judgement.verdict !== target.verdict) return null;
    const at = context.clock.wallMs();
    const memory = { ...now.memory, irrevocable: 1, holders, node: target.record.node };
    context.operations.deadlines.start(operation.id, "order", orderMs);
    const record: OperationRecord = {
      ...withStep({ ...now, memory }, "end", "doing", at),
      state: "running",
      due: { at: at + orderMs, what: "the agent may not begin any more" },
      sentence: `The agent was told to end the holders.${withoutProof(now)}`,
    };
    const text = `${now.plan.title}: the agent was told to end exactly ${holders}.${withoutProof(now)}`;
    return {
      record,
      events: [operationEvent(record, at, "ordered", record.sentence, "warning")],
      audit: [operationAudit(record, at, now.confirmedBy, "end-holders", text)],
    };
  });
}

/** One order for the agent's session, the same until it was answered: the agent does it at most once by its id. */
export function kernelOrders(context: ServerContext, operation: Clear): SessionOrder[] {
  const { memory, id, spec, state } = operation;
  if (state !== "running" || memory["outcome"] != null || typeof memory["holders"] !== "string") return [];
  const sessionId = context.view.nodes.get(String(memory["node"]))?.sessionId ?? null;
  if (sessionId === null) return [];
  // After a restart it is not given again: whether it was carried out before is not known, and two people's yes is void.
  const remainingMs = Math.floor(context.operations.deadlines.remainingMs(id, "order") ?? 0);
  if (remainingMs === 0 && memory["doing"] == null) return [];
  const order = {
    kind: "end-holders" as const,
    orderId: `${id}/end`,
    operationId: id,
    key: keyOnNode(spec.key),
    holders: JSON.parse(memory["holders"]) as { pid: number; startTime: number }[],
    killAfterMs: spec.killAfterMs,
    remainingMs,
  };
  return [{ sessionId, order }];
}

/** The key among all nodes begins with the node's name, in which slashes are escaped. */
function keyOnNode(key: string): string {
  return key.slice(key.indexOf("/") + 1);
}

async function awaitAgent(context: ServerContext, operation: Clear): Promise<void> {
  const { id, memory, spec } = operation;
  const { deadlines } = context.operations;
  const doing = memory["doing"] != null;
  const patienceMs = answerMs + (spec.killAfterMs ?? 0);
  const leftMs = deadlines.ensure(id, "answer", patienceMs);
  if (leftMs > 0 && (doing || leftMs > patienceMs - orderMs * 2)) return;
  const text = doing
    ? "The agent began, and did not say how it ended: what it did is not known."
    : "The agent did not answer: whether it ended anybody is not known.";
  await moveOperation(context, id, async (_tx, now) =>
    now.state === "running"
      ? failedMove(context, now, text, "unknown", ["Whether the holders were ended."])
      : null,
  );
}

async function abort(context: ServerContext, operation: Clear): Promise<void> {
  const text = "Aborted before anything was ended.";
  await moveOperation(context, operation.id, async (_tx, now) => {
    if (now.state !== "aborting") return null;
    const verified = ["No process was touched."];
    const at = context.clock.wallMs();
    const record = ended(now, "aborted", at, { outcome: "aborted", text, verified, notVerified: [] });
    return { record, audit: [operationAudit(record, at, null, "result", text)] };
  });
}

async function fail(context: ServerContext, operation: Clear, text: string): Promise<void> {
  await moveOperation(context, operation.id, async (_tx, now) =>
    now.state === "waiting" ? failedMove(context, now, text, "refused", []) : null,
  );
}
