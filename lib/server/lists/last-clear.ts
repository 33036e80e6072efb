import type { LockClear } from "#lib/contract/locks.ts";
import { isIrrevocable } from "#lib/domain/operations/can.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { OperationRecord } from "#lib/store/records.ts";

const lookedAtMax = 20;
const grantsMax = 1_000;

/** The last clear that took effect on a lock; null when there was none. */
export async function lastClear(context: ServerContext, lockId: string): Promise<LockClear | null> {
  const clears = [...context.view.operations.values()]
    .filter((row) => row.lockId === lockId && row.kind === "clear" && row.confirmedAt !== null)
    .sort((a, b) => b.createdAt - a.createdAt);
  for (const { id } of clears.slice(0, lookedAtMax)) {
    const stored = await context.store.get("operation", id);
    if (stored !== null && isIrrevocable(stored.value)) return clearOf(context, lockId, stored.value);
  }
  return null;
}

async function clearOf(context: ServerContext, lockId: string, record: OperationRecord): Promise<LockClear> {
  const { memory, confirmedBy, confirmedAt, holdPoint, plan } = record;
  const at = Number(memory["clearedAt"] ?? memory["goneAt"] ?? confirmedAt);
  const people = [confirmedBy, holdPoint?.by ?? null].flatMap((person) => person ?? []);
  const after = await nextHolder(context, lockId, at);
  return {
    operationId: record.id,
    at,
    by: people.map(({ name }) => safeText(name, 80)),
    reason: safeText(record.reason, 2_000),
    sentence: record.sentence,
    from: plan.targets[0]?.note ?? "",
    after: after === null ? null : safeText(after, 300),
  };
}

/** Whoever was granted it first since, as its timeline says; for a kernel lock, whoever has it now. */
async function nextHolder(context: ServerContext, lockId: string, at: number): Promise<string | null> {
  if (lockId.startsWith("native/")) {
    const grants = await context.store.events({ lockId, kind: "lease.granted", from: at, limit: grantsMax });
    return grants.at(-1)?.text ?? null;
  }
  const holder = context.view.locks.rows.get(lockId)?.holder ?? null;
  return holder === null ? null : `${holder.command ?? holder.service ?? "a process"} on ${holder.node}`;
}
