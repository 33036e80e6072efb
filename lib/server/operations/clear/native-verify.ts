import { limits } from "#lib/domain/limits.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import { moveOperation, writeMove } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { clearedOutcome, ended, isState, recordIn, withoutProof, withStep } from "./clear-record.ts";
import { layerFindings } from "./layers.ts";

type Clear = RecordOf<"clear">;

/** After the effect: quarantine, one successor, its beats and token, all layers; then the resource is open. */
export async function finishNative(context: ServerContext, operation: Clear): Promise<void> {
  const guard = context.leases.slot(operation.spec.key)?.guard;
  const mine = guard?.operationId === operation.id ? guard : null;
  if (mine === null)
    return finish(context, operation, { verified: [], notVerified: ["The quarantine ended early."] });
  if (mine.phase === "quarantined") {
    const leftMs = (mine.endsMs ?? 0) - context.clock.monoMs();
    return leftMs > 0 ? showCountdown(context, operation, leftMs) : admit(context, operation);
  }
  if (operation.spec.successor === null) return finish(context, operation, { verified: [], notVerified: [] });
  return watchSuccessor(context, operation);
}

/** Its end is said again when it is not where it was said to be, as after a restart of the server. */
async function showCountdown(context: ServerContext, operation: Clear, leftMs: number): Promise<void> {
  const at = Math.round(context.clock.wallMs() + leftMs);
  if (operation.due !== null && Math.abs(operation.due.at - at) < 1_000) return;
  await moveOperation(context, operation.id, async (_tx, now) =>
    now.state === "running" ? { record: { ...now, due: { at, what: "the quarantine ends" } } } : null,
  );
}

async function admit(context: ServerContext, operation: Clear): Promise<void> {
  const { id, spec } = operation;
  await context.leases.guard(spec.key, {
    change: { what: "admit", operationId: id },
    allow: (tx) => isState(tx, id, "running"),
    write: async (tx, outcome) => {
      const now = await recordIn(tx, id);
      if (now === null || !outcome.ok) return;
      const at = context.clock.wallMs();
      const next = withStep({ ...now, state: "verifying" }, "quarantine", "done", at);
      const who = spec.successor === null ? null : `${spec.successor.service} on ${spec.successor.node}`;
      const record: OperationRecord = {
        ...(who === null ? next : withStep(next, "admit", "doing", at)),
        due: who === null ? null : { at: at + limits.admitMs, what: "the successor is no longer waited for" },
        sentence:
          who === null ? "The quarantine is over." : `The quarantine is over: ${who} alone may take it.`,
      };
      const event = operationEvent(record, at, "admitting", record.sentence);
      await writeMove(tx, {
        record,
        events: [event],
        audit: [operationAudit(record, at, now.confirmedBy, "admit", record.sentence)],
      });
    },
  });
}

async function watchSuccessor(context: ServerContext, operation: Clear): Promise<void> {
  const { id, spec, memory } = operation;
  const leftMs = context.operations.deadlines.ensure(id, "admit", limits.admitMs);
  const state = context.leases.slot(spec.key)?.state;
  const holder = state?.holder ?? null;
  const cleared = Number(memory["clearedEpoch"]);
  if (holder === null || holder.epoch <= cleared) {
    if (leftMs > 0) return;
    return finish(context, operation, {
      verified: [],
      notVerified: ["The successor did not take the resource in time: nobody holds it."],
    });
  }
  if (memory["successor"] !== holder.sessionId)
    return noteSuccessor(context, operation, holder.sessionId, holder.epoch);
  // Since it was seen to hold, on no clock that can jump.
  const heldMs = limits.admitMs - context.operations.deadlines.ensure(id, "gone", limits.admitMs);
  const beatMs = context.beats.lastBeatMs(holder.sessionId);
  const beat = beatMs !== null && context.clock.monoMs() - beatMs < heldMs;
  if (!beat && leftMs > 0) return;
  const old = await context.leases.standing(spec.key, cleared);
  const verified = [`The successor holds it with epoch ${holder.epoch}, above ${cleared}.`];
  const notVerified: string[] = [];
  (beat ? verified : notVerified).push(beat ? "The successor beats." : "No beat of the successor came.");
  if (old?.valid === false) verified.push(`The old token, epoch ${cleared}, is refused.`);
  else notVerified.push("That the old token is refused.");
  return finish(context, operation, { verified, notVerified });
}

async function noteSuccessor(
  context: ServerContext,
  { id }: Clear,
  sessionId: string,
  epoch: number,
): Promise<void> {
  await moveOperation(context, id, async (_tx, now) => {
    if (now.state !== "verifying") return null;
    const at = context.clock.wallMs();
    const known = { ...now, memory: { ...now.memory, successor: sessionId, successorEpoch: epoch } };
    const record = withStep(withStep(known, "admit", "done", at), "verify", "doing", at);
    const text = `The successor took it with epoch ${epoch}; its beats and token are verified.`;
    return { record: { ...record, sentence: text }, events: [operationEvent(record, at, "succeeded", text)] };
  });
}

interface Findings {
  verified: string[];
  notVerified: string[];
}

/** Opens the resource to everybody and ends the operation, in one write. */
async function finish(context: ServerContext, operation: Clear, found: Findings): Promise<void> {
  const { id, spec, memory } = operation;
  const successorId = typeof memory["successor"] === "string" ? memory["successor"] : null;
  const layers = await layerFindings(context, operation, successorId);
  const epoch = memory["clearedEpoch"];
  const verified = [
    `Epoch ${epoch} was deleted by comparison, and the epoch grew.`,
    ...found.verified,
    ...layers.verified,
  ];
  const notVerified = [...operation.plan.notVerified, ...found.notVerified, ...layers.notVerified];
  const wanted = spec.successor !== null;
  const succeeded = !wanted || (successorId !== null && found.notVerified.length === 0);
  await context.leases.guard(spec.key, {
    change: { what: "open", operationId: id },
    allow: (tx) => isState(tx, id, "running", "verifying"),
    write: async (tx) => {
      const now = await recordIn(tx, id);
      if (now === null) return;
      const at = context.clock.wallMs();
      const checked = withStep(
        withStep(now, "verify", succeeded ? "done" : "failed", at),
        "layers",
        "done",
        at,
      );
      const text = `${sentence(succeeded, wanted, layers.stillHeld)}${withoutProof(now)}`;
      const outcome = succeeded ? clearedOutcome(now, layers.stillHeld) : "not-verified";
      const record = ended(checked, succeeded ? "done" : "failed", at, {
        outcome,
        text,
        verified,
        notVerified,
      });
      await writeMove(tx, {
        record,
        events: [operationEvent(record, at, succeeded ? "done" : "failed", `${now.plan.title}: ${text}`)],
        audit: [operationAudit(record, at, now.confirmedBy, "result", text)],
      });
    },
  });
}

function sentence(succeeded: boolean, wanted: boolean, stillHeld: readonly string[]): string {
  const elsewhere = stillHeld.length === 0 ? "" : ` Still held at ${stillHeld.join(", ")}.`;
  if (!succeeded) return `Cleared, but what came after could not be verified.${elsewhere}`;
  return wanted
    ? `Cleared, and the successor is verified.${elsewhere}`
    : `Cleared; the resource is open.${elsewhere}`;
}
