import { allOpen, gate } from "#lib/domain/operations/gates.ts";
import { type Fact, type Gate, isEnded, type Plan, type Step } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { acknowledgedGateOf } from "#lib/server/operations/hold-point.ts";
import type { Planned } from "#lib/server/operations/kind.ts";
import { type Move, moveOperation, writeMove } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { type DrainRecord, isDrain, phaseOf } from "./drain-record.ts";

/** A resume or an extension: one change of a drain that is on. */
export type SteeringRecord = OperationRecord & { spec: { operationId: string } };

/** The drain that is meant. Throws `not-found`. */
export async function drainMeant(context: Pick<ServerContext, "store">, id: string): Promise<DrainRecord> {
  const stored = await context.store.get("operation", id);
  if (stored !== null && isDrain(stored.value)) return stored.value;
  throw new ApiError("not-found", "There is no such drain.");
}

/** Why a drain cannot be resumed or extended any more; null when it can. */
export function notOn(drain: DrainRecord): string | null {
  const phase = phaseOf(drain);
  if (phase === "draining" || phase === "holding") return null;
  if (isEnded(drain.state)) return `The drain has ended: ${drain.state}.`;
  return phase === "resuming" ? "Its units run again already." : "The drain has not begun.";
}

export function plannedFor(
  drain: DrainRecord,
  words: { title: string; consequences: string[]; facts: Fact[]; refusals: string[]; step: string },
): Planned {
  const target = {
    id: drain.id,
    kind: "operation",
    label: safeText(drain.plan.title, 300),
    note: null,
  } as const;
  const step: Step = {
    id: "do",
    title: words.step,
    state: "pending",
    startedAt: null,
    endedAt: null,
    note: null,
  };
  const plan: Plan = {
    title: words.title,
    targets: [target],
    targetCount: 1,
    consequences: words.consequences,
    facts: [
      { key: "drain", label: "Drain", value: drain.id },
      { key: "phase", label: "Stands at", value: phaseOf(drain) ?? drain.state },
      ...words.facts,
    ],
    evidence: [],
    gates: [onGate(drain)],
    steps: [step],
    notVerified: [],
    typedName: null,
    refusals: words.refusals,
  };
  return { plan, lockId: drain.lockId, resource: drain.resource, roster: [] };
}

function onGate(drain: DrainRecord): Gate {
  const why = notOn(drain);
  return gate("targets", "The drain is on", why === null, why ?? "Its units are held.");
}

export async function steeringGates(context: ServerContext, record: SteeringRecord): Promise<Gate[]> {
  return [onGate(await drainMeant(context, record.spec.operationId)), acknowledgedGateOf(context, record)];
}

/**
 * Changes the drain and the operation that asked for it in one write, so that it is done once, whatever dies when.
 * `change` returns how the drain is from then on, or in one sentence why not. Returns the drain when it was changed.
 */
export async function steer(
  context: ServerContext,
  record: SteeringRecord,
  change: (drain: DrainRecord) => { move: Move; text: string } | { refused: string },
): Promise<DrainRecord | null> {
  if (record.state === "running") await finish(context, record);
  if (record.state !== "waiting" || !allOpen(record.gates)) return null;
  let changed: DrainRecord | null = null;
  await moveOperation(context, record.id, async (tx, now) => {
    changed = null;
    if (now.state !== "waiting" || acknowledgedGateOf(context, now).state === "shut") return null;
    const drain = (await tx.get("operation", record.spec.operationId))?.value;
    if (!isDrain(drain)) return moveTo(context, now, "failed", "There is no such drain.");
    const refused = notOn(drain);
    const done = refused === null ? change(drain) : { refused };
    if ("refused" in done) return moveTo(context, now, "failed", done.refused);
    await writeMove(tx, done.move);
    changed = done.move.record as DrainRecord;
    return {
      record: { ...now, state: "running", memory: { ...now.memory, did: done.text }, sentence: done.text },
    };
  });
  if (changed !== null) await finish(context, record);
  return changed;
}

/** The effect is on disk, and so is that this operation did it. */
async function finish(context: ServerContext, { id }: SteeringRecord): Promise<void> {
  await moveOperation(context, id, async (_tx, now) =>
    now.state === "running" ? moveTo(context, now, "done", String(now.memory["did"] ?? "Done.")) : null,
  );
}

function moveTo(
  context: ServerContext,
  record: OperationRecord,
  outcome: "done" | "failed",
  text: string,
): Move {
  const at = context.clock.wallMs();
  const next: OperationRecord = {
    ...record,
    state: outcome,
    steps: record.steps.map((step) => ({ ...step, state: outcome, startedAt: at, endedAt: at, note: text })),
    due: null,
    sentence: text,
    result: { outcome, text, verified: outcome === "done" ? [text] : [], notVerified: [] },
    endedAt: at,
  };
  return {
    record: next,
    events: [operationEvent(next, at, outcome, `${record.plan.title}: ${text}`)],
    audit: [
      outcome === "done"
        ? operationAudit(next, at, null, "do", text)
        : operationAudit(next, at, null, "fail", text, "refused"),
    ],
  };
}
