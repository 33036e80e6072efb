import { mayMove } from "#lib/domain/operations/machine.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { AuditRecord, OperationRecord } from "#lib/store/records.ts";
import type { NewEvent, Tx } from "#lib/store/store.ts";

/** One durable change of an operation, with what is written beside it. */
export interface Move {
  record: OperationRecord;
  events?: NewEvent[];
  audit?: AuditRecord[];
}

/**
 * Changes one operation in one write: the record is read inside it, so that of two who move it at once the second
 * sees what the first did. `work` returns null when there is nothing to do any more. Resolves with the record as it
 * is on disk; null when there is none.
 */
export async function moveOperation(
  context: Pick<ServerContext, "store">,
  id: string,
  work: (tx: Tx, record: OperationRecord) => Promise<Move | null>,
): Promise<OperationRecord | null> {
  const { value } = await context.store.write(async (tx) => {
    const stored = await tx.get("operation", id);
    if (stored === null || stored.goneAt !== null) return null;
    const move = await work(tx, stored.value);
    if (move === null) return stored.value;
    if (!mayMove(stored.value.state, move.record.state)) {
      throw new Error(`an operation never goes from ${stored.value.state} to ${move.record.state}`);
    }
    await writeMove(tx, move);
    return move.record;
  });
  return value;
}

/** For an effect that has a write of its own: the operation's change goes into it. */
export async function writeMove(tx: Tx, { record, events = [], audit = [] }: Move): Promise<void> {
  await tx.put("operation", record.id, record);
  for (const event of events) await tx.event(event);
  for (const row of audit) await tx.audit(row);
}
