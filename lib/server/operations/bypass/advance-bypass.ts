import { gateTitles } from "#lib/domain/operations/bypass.ts";
import { allOpen } from "#lib/domain/operations/gates.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { stillOpen } from "#lib/server/operations/gates-now.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import { type Move, moveOperation, writeMove } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";

type Bypass = RecordOf<"bypass">;

/** Opens the gates, waits until the time or the clear's wait is over, and shuts them. */
export async function advanceBypass(context: ServerContext, operation: Bypass): Promise<void> {
  const { id, spec, state } = operation;
  if (state === "waiting") {
    const clear = context.operations.find(spec.operationId);
    if (clear?.state !== "waiting") {
      return end(context, operation, "failed", "The clear does not wait for its gates any more.", null);
    }
    if (allOpen(operation.gates)) await open(context, operation);
    return;
  }
  if (state === "aborting")
    return end(context, operation, "aborted", "Taken back: its gates are shut again.", id);
  // A bypass that this run of the server did not see begin is over: what it allowed has to be allowed again.
  if (!context.operations.deadlines.lasts(spec.operationId, "bypass")) {
    return end(context, operation, "done", "Its time is over: the gates are as they are.", id);
  }
  const clear = context.operations.find(spec.operationId);
  if (clear?.state === "waiting") return;
  const text = clear === undefined ? "The clear has ended." : "The clear went on without this proof.";
  return end(context, operation, "done", text, null);
}

async function open(context: ServerContext, operation: Bypass): Promise<void> {
  const { id, spec } = operation;
  await moveOperation(context, id, async (tx, now) => {
    if (now.state !== "waiting" || !stillOpen(context, now)) return null;
    const clear = await tx.get("operation", spec.operationId);
    if (clear === null || clear.value.state !== "waiting") return null;
    const at = context.clock.wallMs();
    const untilAt = at + spec.validMs;
    const bypass = { operationId: id, gates: [...new Set(spec.gates)], untilAt };
    const names = gateTitles(bypass.gates, clear.value.gates);
    const text = `Two people overrode ${names}, until ${new Date(untilAt).toISOString().slice(11, 19)} UTC.`;
    const overridden = { ...clear.value, bypass, sentence: text };
    await writeMove(tx, {
      record: overridden,
      events: [operationEvent(overridden, at, "bypassed", text, "critical")],
      audit: [operationAudit(overridden, at, now.holdPoint?.by ?? null, "bypassed", text)],
    });
    // Counted from before it is on disk, so that it never lasts longer than what was said.
    context.operations.deadlines.start(spec.operationId, "bypass", spec.validMs);
    const record = stepped(
      { ...now, state: "running", due: { at: untilAt, what: "the gates shut again" } },
      "open",
      at,
    );
    return {
      record: { ...record, sentence: text },
      events: [operationEvent(record, at, "running", text, "critical")],
      audit: [
        operationAudit(
          record,
          at,
          now.confirmedBy,
          "bypass",
          `${text} Not verified: ${now.plan.notVerified.join(" ")}`,
        ),
      ],
    };
  });
  context.operations.nudge();
}

/** `shuts`: this bypass, when its gates are to be shut on the clear too. */
async function end(
  context: ServerContext,
  operation: Bypass,
  state: "done" | "failed" | "aborted",
  text: string,
  shuts: string | null,
): Promise<void> {
  const { id, spec } = operation;
  await moveOperation(context, id, async (tx, now): Promise<Move | null> => {
    if (isEnded(now.state)) return null;
    const at = context.clock.wallMs();
    if (shuts !== null) await shut(tx, spec.operationId, shuts);
    const record: OperationRecord = {
      ...stepped(now, "end", at),
      state,
      endedAt: at,
      due: null,
      sentence: text,
      result: { outcome: state, text, verified: [], notVerified: now.plan.notVerified },
    };
    return {
      record,
      events: [operationEvent(record, at, state, `${now.plan.title}: ${text}`, "warning")],
      audit: [
        operationAudit(
          record,
          at,
          now.confirmedBy,
          "bypass-end",
          text,
          state === "failed" ? "refused" : "done",
        ),
      ],
    };
  });
  if (shuts !== null) context.operations.deadlines.drop(spec.operationId, "bypass");
}

async function shut(tx: Tx, clearId: string, bypassId: string): Promise<void> {
  const clear = await tx.get("operation", clearId);
  if (clear === null || clear.value.bypass?.operationId !== bypassId || isEnded(clear.value.state)) return;
  await tx.put("operation", clearId, { ...clear.value, bypass: null });
}

function stepped(record: OperationRecord, id: string, at: number): OperationRecord {
  const steps = record.steps.map((step) =>
    step.id === id ? { ...step, state: "done" as const, startedAt: at, endedAt: at } : step,
  );
  return { ...record, steps };
}
