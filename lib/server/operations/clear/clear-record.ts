import { isDeepStrictEqual } from "node:util";
import type { Step } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { type Move, moveOperation } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
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
  const told = { ...result, notVerified: [...overridden(record), ...result.notVerified] };
  return { ...record, state, steps, endedAt: at, due: null, sentence: result.text, result: told };
}

/** A sentence for every text about an effect that people let go on without proof; empty when all gates were open. */
export function withoutProof({ gates }: Pick<OperationRecord, "gates">): string {
  const named = gates.filter(({ state }) => state === "bypassed").map(({ title }) => `“${title}”`);
  return named.length === 0 ? "" : ` Without proof of ${named.join(", ")}: overridden by two people.`;
}

/** How a clear that succeeded is told: that it had no proof weighs more than what else is held. */
export function clearedOutcome(record: OperationRecord, stillHeld: readonly string[]): string {
  if (withoutProof(record) !== "") return "cleared-without-proof";
  return stillHeld.length === 0 ? "cleared" : "cleared-held-elsewhere";
}

/** Gates that were not open when it went on: they stay on its result for good. */
function overridden({ gates, memory }: OperationRecord): string[] {
  if (memory["irrevocable"] == null) return [];
  return gates
    .filter(({ state }) => state === "bypassed")
    .map(({ title, because }) => `${title}: ${because}`);
}

/** The move that ends a clear without success; what was not touched is said only while nothing was. */
export function failedMove(
  context: Pick<ServerContext, "clock">,
  now: OperationRecord,
  text: string,
  outcome: string,
  notVerified: string[],
): Move {
  const at = context.clock.wallMs();
  const untouched = now.memory["irrevocable"] == null;
  const record = ended(now, "failed", at, {
    outcome,
    text,
    verified: untouched ? ["Nothing was cleared."] : [],
    notVerified: untouched ? [] : [...now.plan.notVerified, ...notVerified],
  });
  return {
    record,
    events: [operationEvent(record, at, "failed", `${now.plan.title}: ${text}`, "warning")],
    audit: [operationAudit(record, at, now.confirmedBy, "clear", text, "refused")],
  };
}

/** Keeps what was last seen of those who could grab it again, for whoever looks at the operation. */
export async function keepRoster(
  context: Pick<ServerContext, "store">,
  operation: OperationRecord,
  roster: OperationRecord["roster"],
): Promise<void> {
  if (isDeepStrictEqual(operation.roster, roster)) return;
  await moveOperation(context, operation.id, async (_tx, now) =>
    now.state === "waiting" ? { record: { ...now, roster } } : null,
  );
}

/** The record as the write that is under way sees it. */
export async function recordIn(tx: Tx, id: string): Promise<OperationRecord | null> {
  return (await tx.get("operation", id))?.value ?? null;
}

export async function isState(tx: Tx, id: string, ...states: OperationRecord["state"][]): Promise<boolean> {
  const record = await recordIn(tx, id);
  return record !== null && states.includes(record.state);
}
