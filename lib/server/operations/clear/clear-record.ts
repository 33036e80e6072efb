import type { Step } from "#lib/domain/operations/operation.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";

/** The steps with one of them changed; times are set as it begins and ends. */
export function withStep(
  record: OperationRecord,
  id: string,
  state: Step["state"],
  at: number,
  note: string | null = null,
): OperationRecord {
  const steps = record.steps.map((step): Step => {
    if (step.id !== id) return step;
    const over = state === "done" || state === "failed" || state === "skipped";
    return {
      ...step,
      state,
      note: note ?? step.note,
      startedAt: step.startedAt ?? at,
      endedAt: over ? at : null,
    };
  });
  return { ...record, steps };
}

/** An operation that has come to its end; what was never begun is skipped. */
export function ended(
  record: OperationRecord,
  state: "done" | "failed" | "aborted",
  at: number,
  result: NonNullable<OperationRecord["result"]>,
): OperationRecord {
  const steps = record.steps.map((step): Step => {
    if (step.state === "pending") return { ...step, state: "skipped" };
    return step.state === "doing" ? { ...step, state: "failed", endedAt: at } : step;
  });
  return { ...record, state, steps, endedAt: at, due: null, sentence: result.text, result };
}

/** The record as the write that is under way sees it. */
export async function recordIn(tx: Tx, id: string): Promise<OperationRecord | null> {
  return (await tx.get("operation", id))?.value ?? null;
}

export async function isState(tx: Tx, id: string, ...states: OperationRecord["state"][]): Promise<boolean> {
  const record = await recordIn(tx, id);
  return record !== null && states.includes(record.state);
}
