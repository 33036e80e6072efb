import { quarantineMs } from "#lib/domain/operations/clear.ts";
import { allOpen } from "#lib/domain/operations/gates.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { GuardOutcome } from "#lib/server/leases/lease-slot.ts";
import { stillOpen } from "#lib/server/operations/gates-now.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import { moveOperation, writeMove } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { isAsReviewed } from "./clear-plan.ts";
import { ended, failedMove, isState, keepRoster, recordIn, withoutProof, withStep } from "./clear-record.ts";
import { nativeTarget } from "./native-target.ts";
import { finishNative } from "./native-verify.ts";

type Clear = RecordOf<"clear">;

/** Moves the clear of a lease on by what can be done now. */
export async function advanceNative(context: ServerContext, operation: Clear): Promise<void> {
  if (operation.state === "waiting") return advanceWaiting(context, operation);
  if (operation.state === "aborting") return takeBack(context, operation);
  return finishNative(context, operation);
}

async function advanceWaiting(context: ServerContext, operation: Clear): Promise<void> {
  const target = await nativeTarget(context, operation.spec.key, operation.id, operation.spec.successor);
  const { lease } = target;
  const reviewed = operation.plan.facts.find(({ key }) => key === "epoch")?.value;
  if (lease.holder === null || String(lease.epoch) !== reviewed) {
    return fail(
      context,
      operation,
      "The lease is not the one that was reviewed any more: it was given back, ended or passed on.",
    );
  }
  await keepRoster(context, operation, target.roster);
  const others = operation.gates.filter(({ id }) => id !== "quiesced");
  if (!isClosed(context, operation)) {
    if (allOpen(others)) await close(context, operation, quarantineMs(lease.holder));
    return;
  }
  if (!allOpen(operation.gates)) return;
  if (!(await isAsReviewed(context, operation)))
    return fail(context, operation, "The facts changed since they were reviewed.");
  await clear(context, operation, lease.holder.sessionId, lease.epoch);
}

/** From here on the lease service refuses everybody; the holder may still come back, which ends the clear. */
async function close(context: ServerContext, operation: Clear, durationMs: number): Promise<void> {
  const { id, spec } = operation;
  await context.leases.guard(spec.key, {
    change: { what: "close", operationId: id, successor: spec.successor, durationMs },
    allow: (tx) => isState(tx, id, "waiting"),
    write: async (tx, outcome) => {
      const now = await recordIn(tx, id);
      const at = context.clock.wallMs();
      if (now === null) return;
      if (!outcome.ok)
        return writeMove(tx, failedMove(context, now, refusalText(outcome), outcome.because, []));
      const record = withStep(now, "close", "done", at);
      const text = "The resource is closed to everybody but its holder.";
      return writeMove(tx, {
        record,
        events: [operationEvent(record, at, "closed", text, "warning")],
        audit: [operationAudit(record, at, now.confirmedBy, "close", text)],
      });
    },
  });
}

async function clear(
  context: ServerContext,
  operation: Clear,
  sessionId: string,
  epoch: number,
): Promise<void> {
  const { id, spec } = operation;
  const overrideVerdict = operation.gates.some((gate) => gate.id === "stale" && gate.state === "bypassed");
  await context.leases.guard(spec.key, {
    change: { what: "clear", operationId: id, expected: { sessionId, epoch }, overrideVerdict },
    // Time may have passed while it waited for its turn: an acknowledgement that ended opens nothing any more.
    allow: async (tx) => {
      const now = await recordIn(tx, id);
      return now !== null && now.state === "waiting" && stillOpen(context, now);
    },
    write: async (tx, outcome) => {
      const now = await recordIn(tx, id);
      if (now === null) return;
      if (!outcome.ok)
        return writeMove(tx, failedMove(context, now, refusalText(outcome), outcome.because, []));
      return writeMove(tx, cleared(context, now, { sessionId, epoch, newEpoch: outcome.epoch }));
    },
  });
}

function cleared(
  context: ServerContext,
  now: OperationRecord,
  { sessionId, epoch, newEpoch }: { sessionId: string; epoch: number; newEpoch: number },
) {
  const at = context.clock.wallMs();
  const note = `Epoch ${epoch} of session ${sessionId} deleted; the epoch is ${newEpoch}.`;
  const memory = {
    ...now.memory,
    irrevocable: 1,
    clearedEpoch: epoch,
    clearedSession: sessionId,
    clearedAt: at,
  };
  const done = withStep({ ...now, state: "running", memory }, "clear", "done", at, note);
  const record: OperationRecord = {
    ...withStep(done, "quarantine", "doing", at),
    due: null,
    sentence: `Cleared: the resource is in quarantine.${withoutProof(now)}`,
  };
  const said = `${note}${withoutProof(now)}`;
  const text = `${now.plan.title}: done. ${said}`;
  return {
    record,
    events: [operationEvent(record, at, "cleared", text, "warning")],
    audit: [operationAudit(record, at, now.confirmedBy, "clear", said)],
  };
}

/** It was aborted before its effect: the resource is opened, and nothing has changed. */
async function takeBack(context: ServerContext, operation: Clear): Promise<void> {
  const { id, spec } = operation;
  const end = (now: OperationRecord) => {
    const at = context.clock.wallMs();
    const text = `Aborted before anything was cleared; ${standing(context, operation)}`;
    const result = { outcome: "aborted", text, verified: ["The holder was not touched."], notVerified: [] };
    const record = ended(now, "aborted", at, result);
    return { record, audit: [operationAudit(record, at, null, "result", text)] };
  };
  if (!isClosed(context, operation)) {
    await moveOperation(context, id, async (_tx, now) => (now.state === "aborting" ? end(now) : null));
    return;
  }
  await context.leases.guard(spec.key, {
    change: { what: "open", operationId: id },
    allow: (tx) => isState(tx, id, "aborting"),
    write: async (tx) => {
      const now = await recordIn(tx, id);
      if (now !== null) await writeMove(tx, end(now));
    },
  });
}

/** What is left of it: whoever held it still does, and then nothing is open. */
function standing(context: ServerContext, operation: Clear): string {
  const slot = context.leases.slot(operation.spec.key);
  const opened = isClosed(context, operation) ? "is no longer closed" : "was not closed";
  const holder = slot?.state.holder ?? null;
  if (holder === null) return `the resource ${opened}, and nobody holds it.`;
  const session = context.beats.session(holder.sessionId)?.record;
  const name = session === undefined ? "its holder" : `${session.service} on ${session.node}`;
  return `the resource ${opened}, and ${safeText(name, 200)} still holds it.`;
}

async function fail(context: ServerContext, operation: Clear, text: string): Promise<void> {
  await moveOperation(context, operation.id, async (_tx, now) =>
    now.state === "waiting" ? failedMove(context, now, text, "refused", []) : null,
  );
}

/** In force in this run of the server; a closing does not outlive a restart. */
function isClosed(context: ServerContext, { id, spec }: Clear): boolean {
  return context.leases.slot(spec.key)?.guard?.operationId === id;
}

function refusalText(outcome: GuardOutcome & { ok: false }): string {
  const texts = {
    "other-operation": "Another operation has closed the resource.",
    changed: "The lease is not the one that was reviewed any more.",
    renewed: "Its owner showed itself after the resource was closed: it is alive and keeps its lease.",
    "owner-lives": "Its owner is live: it keeps its lease.",
    "not-proven": "Nothing proves any more that its owner is gone.",
    "too-early": "The quarantine is not over.",
    forbidden: "Its gates are shut again.",
  } as const;
  return texts[outcome.because];
}
