import { type DrainStep, nextDrainStep } from "#lib/domain/operations/drain.ts";
import { allOpen } from "#lib/domain/operations/gates.ts";
import type { OperationUnit } from "#lib/domain/operations/operation.ts";
import { counted, grouped } from "#lib/domain/words.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { acknowledgedGateOf } from "#lib/server/operations/hold-point.ts";
import { type Move, moveOperation } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import { type DrainRecord, isDrain, phaseOf, totalHoldMs, withStep } from "./drain-record.ts";
import { drainTimes } from "./drain-time.ts";
import { unitsNow, unitsOfPlan } from "./drain-units.ts";
import { ended, letGo } from "./end-drain.ts";
import { seconds } from "./plan-drain.ts";
import { refuseWaiters } from "./refuse-drained.ts";
import { unitNames } from "./unit-names.ts";

const manyUnits = 1_000;

/** Does what can be done of a drain now; each move in a write of its own. */
export async function advanceDrain(context: ServerContext, record: DrainRecord): Promise<void> {
  if (record.state === "waiting") {
    if (allOpen(record.gates)) await begin(context, record);
    return;
  }
  const phase = phaseOf(record);
  if (phase === null || isSeenLately(context, record)) return;
  const { units, kept } = unitsNow(context, record);
  const facts = { phase, units, kept, onDeadline: record.spec.onDeadline, ...drainTimes(context, record) };
  const step = nextDrainStep(facts);
  if (step.step === "wait") {
    await noteProgress(context, record, units);
    return;
  }
  await moveOn(context, record, units, step);
}

async function begin(context: ServerContext, record: DrainRecord): Promise<void> {
  const units = await unitsOfPlan(context, record);
  const moved = await moveOperation(context, record.id, async (_tx, now) => {
    // An acknowledgement that ended since the gates were looked at opens nothing.
    if (now.state !== "waiting" || acknowledgedGateOf(context, now).state === "shut") return null;
    if (!isDrain(now)) return null;
    const at = context.clock.wallMs();
    const { deadlineMs, holdMs } = now.spec;
    const refused = withStep(now.steps, "refuse", "done", at);
    const text = `${now.plan.title}: begun. New grants are refused.`;
    const next: DrainRecord = {
      ...now,
      state: "running",
      units,
      memory: { ...now.memory, phase: "draining", deadlineAt: at + deadlineMs, holdMs, beganAt: at },
      steps: withStep(refused, "drain", "doing", at),
      due: { at: at + deadlineMs, what: "the time to pause is over" },
      sentence: `Waiting for ${counted(units.length, "unit")} to pause.`,
    };
    return moveOf(context, next, "drain-begun", text, "begin");
  });
  if (moved?.state !== "running") return;
  context.operations.deadlines.ensure(record.id, "drain", record.spec.deadlineMs);
  refuseWaiters(context, record.spec.scope);
}

/** Thousands of units are looked through less often than something happens: each of them reports all the time. */
function isSeenLately({ operations: { deadlines } }: ServerContext, { id, units }: DrainRecord): boolean {
  if (units.length < manyUnits) return false;
  if (deadlines.lasts(id, "look")) return true;
  deadlines.start(id, "look", units.length / 10);
  return false;
}

/** With many units their progress is written less often: each time it is the whole document. */
function progressEveryMs(units: number): number {
  return Math.max(250, units);
}

async function noteProgress(
  context: ServerContext,
  record: DrainRecord,
  units: OperationUnit[],
): Promise<void> {
  const { deadlines } = context.operations;
  if (deadlines.lasts(record.id, "progress")) return;
  if (JSON.stringify(units) === JSON.stringify(record.units)) return;
  deadlines.start(record.id, "progress", progressEveryMs(units.length));
  await moveOperation(context, record.id, async (_tx, now) => {
    if (!isDrain(now) || now.state !== record.state) return null;
    return { record: { ...now, units, sentence: sentenceOf(now, units) } };
  });
}

function sentenceOf(record: DrainRecord, units: readonly OperationUnit[]): string {
  const phase = phaseOf(record);
  const paused = units.filter((unit) => unit.ackedAt !== null).length;
  if (phase === "draining") return `${grouped(paused)} of ${counted(units.length, "unit")} have paused.`;
  if (phase === "holding" && paused < units.length) {
    return `Holding, but ${unitNames(units.filter((unit) => unit.ackedAt === null))} did not answer.`;
  }
  return phase === "holding" ? allPaused(units.length) : record.sentence;
}

function allPaused(units: number): string {
  return units === 1 ? "The unit is paused." : `All ${grouped(units)} units are paused.`;
}

async function moveOn(
  context: ServerContext,
  record: DrainRecord,
  units: OperationUnit[],
  step: Exclude<DrainStep, { step: "wait" }>,
): Promise<void> {
  const phase = phaseOf(record);
  const moved = await moveOperation(context, record.id, async (_tx, now) => {
    if (!isDrain(now) || phaseOf(now) !== phase) return null;
    const current: DrainRecord = { ...now, units };
    if (step.step === "hold") return hold(context, current, step.unanswered);
    if (step.step === "end") return ended(context, current, step.unheard);
    if (step.step === "resume") {
      return letGo(context, current, {
        state: "verifying",
        outcome: "done",
        text: "The hold is over: all run again.",
      });
    }
    const text = `${unitNames(step.unanswered)} did not pause in time: it is given up, and all run again.`;
    return letGo(context, current, { state: "aborting", outcome: "failed", text });
  });
  if (step.step === "hold" && moved !== null && phaseOf(moved) === "holding" && isDrain(moved)) {
    // Its time begins now, whoever asks for it first.
    drainTimes(context, moved);
  }
}

function hold(context: ServerContext, record: DrainRecord, unanswered: readonly OperationUnit[]): Move {
  const at = context.clock.wallMs();
  const holdMs = totalHoldMs(record);
  const note = unanswered.length === 0 ? undefined : `${unitNames(unanswered)} did not answer.`;
  const drained = withStep(record.steps, "drain", unanswered.length === 0 ? "done" : "failed", at, note);
  const text = `${record.plan.title}: ${note ?? "all have paused."} Held for ${seconds(holdMs)}.`;
  const next: DrainRecord = {
    ...record,
    memory: { ...record.memory, phase: "holding", holdUntilAt: at + holdMs, unanswered: note ?? null },
    steps: withStep(drained, "hold", "doing", at),
    due: { at: at + holdMs, what: "the hold ends by itself" },
    sentence: note === undefined ? allPaused(record.units.length) : `Holding, but ${note}`,
  };
  return moveOf(context, next, "drain-held", text, "hold");
}

function moveOf(
  context: ServerContext,
  record: DrainRecord,
  kind: string,
  text: string,
  action: string,
): Move {
  const at = context.clock.wallMs();
  return {
    record,
    events: [operationEvent(record, at, kind, text, "warning")],
    audit: [operationAudit(record, at, null, action, text)],
  };
}
