import { limits } from "#lib/domain/limits.ts";
import { shortCommand } from "#lib/domain/operations/layer-holders.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import { moveOperation } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { KernelLockRecord, OperationRecord } from "#lib/store/records.ts";
import { clearedOutcome, ended, failedMove, withoutProof, withStep } from "./clear-record.ts";
import { holdersOf } from "./kernel-target.ts";
import { layerFindings } from "./layers.ts";

type Clear = RecordOf<"clear">;

/** A lock that an ended process still has after so long has not gone away. */
const goneWithinMs = 30_000;

/** After the agent said that it is done: what the next scans show counts, not what was said. */
export async function verifyKernel(context: ServerContext, operation: Clear): Promise<void> {
  const { id, spec, memory } = operation;
  const { deadlines } = context.operations;
  const lock = await lockNow(context, spec.key);
  const sinceMs = goneWithinMs - deadlines.ensure(id, "gone", goneWithinMs);
  const scanMs = context.agents.scanAgeMs(String(memory["node"]));
  if (memory["goneAt"] == null) {
    // Only a scan that was made after the agent had answered says anything.
    const seen = scanMs !== null && scanMs < sinceMs;
    if (seen && !hasOldHolder(lock, operation)) return noteGone(context, operation);
    if (sinceMs < goneWithinMs) return;
    return failed(context, operation, "No scan shows that the lock is gone.", ["That the lock is gone."]);
  }
  const stranger = lock === null ? null : strangerOf(context, lock, spec.successor);
  if (stranger !== null) {
    const text = `Cleared, but taken again by ${stranger} before its time.`;
    return failed(context, operation, text, ["That nobody else takes it."]);
  }
  const left = deadlines.ensure(id, "quarantine", limits.quarantineMinMs);
  if (left > 0) return;
  if (spec.successor === null) return done(context, operation, []);
  if (lock !== null) return done(context, operation, ["The successor holds it, as a scan shows."]);
  if (deadlines.ensure(id, "admit", limits.admitMs) > 0) return;
  return failed(context, operation, "Cleared, but the successor did not take it in time.", [
    "The successor.",
  ]);
}

async function lockNow(context: ServerContext, key: string): Promise<KernelLockRecord | null> {
  const stored = await context.store.get("kernel-lock", key);
  return stored === null || stored.goneAt !== null ? null : stored.value;
}

function hasOldHolder(lock: KernelLockRecord | null, { memory }: Clear): boolean {
  if (lock === null) return false;
  if (lock.lock.holders.length === 0) return true;
  const old = JSON.parse(String(memory["holders"])) as { pid: number; startTime: number }[];
  return holdersOf(lock).some((now) =>
    old.some((one) => one.pid === now.pid && one.startTime === now.startTime),
  );
}

/** Who holds it and is not the successor, by name; null when nobody does. */
function strangerOf(
  context: ServerContext,
  { lock, node }: KernelLockRecord,
  successor: Clear["spec"]["successor"],
): string | null {
  if (lock.holders.length === 0) return safeText(`somebody who was not found on ${node}`, 200);
  const stranger = lock.holders.find(({ process }) => {
    if (successor === null || successor.node !== node) return true;
    if (process.unit === successor.service) return false;
    const { pid, startTime } = process;
    const sessions = context.agents.sessionsOf(node, (one) => one.pid === pid && one.startTime === startTime);
    return !sessions.some((id) => context.beats.session(id)?.record.service === successor.service);
  });
  if (stranger === undefined) return null;
  const { command, pid } = stranger.process;
  return safeText(`${shortCommand(command)} (PID ${pid}) on ${node}`.trim(), 200);
}

async function noteGone(context: ServerContext, { id }: Clear): Promise<void> {
  await moveOperation(context, id, async (_tx, now) => {
    if (now.state !== "verifying" || now.memory["goneAt"] != null) return null;
    const at = context.clock.wallMs();
    const gone = withStep({ ...now, memory: { ...now.memory, goneAt: at } }, "gone", "done", at);
    const record: OperationRecord = {
      ...withStep(gone, "quarantine", "doing", at),
      due: { at: at + limits.quarantineMinMs, what: "the quarantine ends" },
      sentence: `The lock is gone from the host's table; a grab is watched for.${withoutProof(now)}`,
    };
    const text = `${now.plan.title}: done. ${String(now.memory["said"] ?? "")}${withoutProof(now)}`;
    return {
      record,
      events: [operationEvent(record, at, "cleared", text, "warning")],
      audit: [operationAudit(record, at, now.confirmedBy, "clear", text)],
    };
  });
}

async function done(context: ServerContext, operation: Clear, more: string[]): Promise<void> {
  const layers = await layerFindings(context, operation);
  const verified = ["The next scan shows that the lock is gone.", "Nobody else took it meanwhile.", ...more];
  await moveOperation(context, operation.id, async (_tx, now) => {
    if (now.state !== "verifying") return null;
    const at = context.clock.wallMs();
    const checked = ["quarantine", "verify", "layers"].reduce(
      (record: OperationRecord, id) => withStep(record, id, "done", at),
      now,
    );
    const elsewhere = layers.stillHeld.length === 0 ? "" : ` Still held at ${layers.stillHeld.join(", ")}.`;
    const text = `Cleared: its holders are gone, and so is the lock.${elsewhere}${withoutProof(now)}`;
    const record = ended(checked, "done", at, {
      outcome: clearedOutcome(now, layers.stillHeld),
      text,
      verified: [...verified, ...layers.verified],
      notVerified: [...now.plan.notVerified, ...layers.notVerified],
    });
    return {
      record,
      events: [operationEvent(record, at, "done", `${now.plan.title}: ${text}`)],
      audit: [operationAudit(record, at, now.confirmedBy, "result", text)],
    };
  });
}

async function failed(
  context: ServerContext,
  { id }: Clear,
  text: string,
  notVerified: string[],
): Promise<void> {
  await moveOperation(context, id, async (_tx, now) =>
    now.state === "verifying" ? failedMove(context, now, text, "not-verified", notVerified) : null,
  );
}
