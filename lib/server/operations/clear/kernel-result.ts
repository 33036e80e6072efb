import type { OrderResult } from "#lib/contract/orders.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import type { Move } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
import { ended, withStep } from "./clear-record.ts";

type Clear = RecordOf<"clear">;

/** What the agent said, inside the write that counts it. */
export async function countResult(
  context: ServerContext,
  tx: Tx,
  operation: Clear,
  result: OrderResult,
): Promise<OperationRecord> {
  const next = counted(context, operation, result);
  if (next === operation || result.outcome === "doing") return next;
  const at = context.clock.wallMs();
  const text = `${operation.plan.title}: the agent says ${result.outcome}. ${result.text}`;
  const outcome = result.outcome === "done" ? "done" : "refused";
  await tx.event(operationEvent(next, at, "answered", text, "warning"));
  const lines = result.lines.length === 0 ? text : `${text} ${result.lines.join("; ")}`;
  await tx.audit(operationAudit(next, at, operation.confirmedBy, "end-holders", lines, outcome));
  return next;
}

function counted(context: ServerContext, operation: Clear, result: OrderResult): OperationRecord {
  if (operation.state !== "running" || result.orderId !== `${operation.id}/end`) return operation;
  const at = context.clock.wallMs();
  const text = safeText(result.text, 1_000);
  if (result.outcome === "doing") {
    return {
      ...withStep(operation, "end", "doing", at, text),
      memory: { ...operation.memory, doing: 1 },
      sentence: text,
    };
  }
  const lines = result.lines.map((line) => safeText(line, 500)).join("\n");
  const note = lines === "" ? text : `${text}\n${lines}`;
  const memory = { ...operation.memory, outcome: result.outcome, said: text };
  if (result.outcome === "done") {
    const record = withStep(withStep({ ...operation, memory }, "end", "done", at, note), "gone", "doing", at);
    return { ...record, state: "verifying", due: null, sentence: text };
  }
  const failed = withStep({ ...operation, memory }, "end", "failed", at, note);
  return ended(failed, "failed", at, {
    outcome: result.outcome,
    text: `The agent did not clear it: ${text}`,
    verified: [],
    notVerified: [...operation.plan.notVerified],
  });
}

/**
 * An answer to an operation that was given up without one: it stays as it ended, but what the agent did is on its result,
 * on the timeline and in the audit, once.
 */
export function lateResult(context: ServerContext, operation: Clear, result: OrderResult): Move | null {
  const { id, state, memory, plan, confirmedBy } = operation;
  const unanswered = isEnded(state) && memory["holders"] != null && memory["outcome"] == null;
  if (
    !unanswered ||
    result.orderId !== `${id}/end` ||
    result.outcome === "doing" ||
    operation.result === null
  )
    return null;
  const at = context.clock.wallMs();
  const said = `The agent said too late: ${result.outcome}. ${safeText(result.text, 1_000)}`;
  const text = `${operation.result.text} ${said}`;
  const record: OperationRecord = {
    ...operation,
    memory: { ...memory, outcome: result.outcome, said },
    sentence: text,
    result: { ...operation.result, text },
  };
  const lines = [said, ...result.lines.map((line) => safeText(line, 500))].join("; ");
  const outcome = result.outcome === "done" ? "done" : "refused";
  return {
    record,
    events: [operationEvent(record, at, "answered", `${plan.title}: ${said}`, "warning")],
    audit: [operationAudit(record, at, confirmedBy, "end-holders", lines, outcome)],
  };
}
