import { limits } from "#lib/domain/limits.ts";
import {
  type CanaryDecision,
  followNode,
  isHealthy,
  isTouched,
  nextOfCanary,
  withHealth,
} from "#lib/domain/operations/canary-machine.ts";
import type { CanaryNode } from "#lib/domain/operations/canary-spec.ts";
import { canaryOrderId, trialOf } from "#lib/server/configs/config-orders.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import { type Move, moveOperation } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { HealthLook } from "./canary-health.ts";
import { keepVersion } from "./canary-keep.ts";
import type { CanaryRun } from "./canary-runs.ts";
import { nodeFacts } from "./node-facts.ts";

/** One look at a canary that goes forward: its nodes, their health, and what follows. Writes only what changed. */
export async function goForward(context: ServerContext, operation: RecordOf<"canary">): Promise<void> {
  const nowMs = context.clock.monoMs();
  const run = context.configs.runs.of(operation.id, canaryOrderId(operation), nowMs);
  const health = new HealthLook(context, operation);
  const nodes = lookAtNodes(context, operation, run, health);
  const step = stepOf(operation);
  if (!isHealthy(nodes, step)) run.healthyMs = null;
  else run.healthyMs ??= nowMs;
  const { bakeMs } = operation.spec;
  const healthyMs = run.healthyMs === null ? 0 : nowMs - run.healthyMs;
  const decision = nextOfCanary({
    nodes,
    step,
    healthyMs: run.healthyMs === null ? -1 : healthyMs,
    bakeMs,
    stepMs: nowMs - run.beganMs,
    answerMaxMs: limits.canaryAnswerMaxMs,
  });
  const remainingMs = Math.max(0, bakeMs - healthyMs);
  await moveOperation(context, operation.id, async (tx, now) => {
    if (now.state !== "running" || stepOf(now) !== step) return null;
    const followed = { ...now, nodes };
    if (decision.next === "back") return turnedBack(context, followed, decision.cause);
    const noted = notedDecision(context, followed, decision, remainingMs);
    const begins = decision.next === "promote" && mayGoOn(operation, now, step);
    if (!begins) return changedAtAll(now, noted) ? { record: noted } : null;
    if (step >= Number(now.memory["lastStep"] ?? 0)) return keepVersion(context, tx, noted);
    return nextStep(context, noted, step + 1, health);
  });
}

const stepOf = ({ memory }: OperationRecord): number => Number(memory["step"] ?? 0);

function mayGoOn({ spec }: RecordOf<"canary">, { memory }: OperationRecord, step: number): boolean {
  return !spec.promoteByHand || memory["promoteFrom"] === step;
}

function lookAtNodes(
  context: ServerContext,
  operation: RecordOf<"canary">,
  run: CanaryRun,
  health: HealthLook,
): CanaryNode[] {
  const trial = trialOf(operation) ?? { version: -1, hash: "" };
  const step = stepOf(operation);
  const orderId = canaryOrderId(operation);
  const at = context.clock.wallMs();
  return operation.nodes.map((node) => {
    if (!isTouched(node, step)) return node;
    const facts = nodeFacts(context, run, { config: operation.spec.config, node: node.node, orderId });
    const followed = followNode(node, facts, { trial, step }, at);
    const isReady = followed.state === (step === 0 ? "shadow" : "promoted");
    if (!isReady) run.readyMs.delete(node.node);
    else if (!run.readyMs.has(node.node)) run.readyMs.set(node.node, context.clock.monoMs());
    return withHealth(followed, health.judge(followed, run));
  });
}

/** A time that moved by less than this is the same to a person. */
const sameTimeMs = 1_500;

function notedDecision(
  context: ServerContext,
  record: OperationRecord,
  decision: Exclude<CanaryDecision, { next: "back" }>,
  remainingMs: number,
): OperationRecord {
  const step = stepOf(record);
  const baked = decision.next === "promote" ? step : null;
  const isLast = step >= Number(record.memory["lastStep"] ?? 0);
  const next = isLast ? "the version can be kept" : "the next step can begin";
  const at = context.clock.wallMs() + remainingMs;
  const kept = record.due !== null && Math.abs(record.due.at - at) < sameTimeMs ? record.due : null;
  const due = decision.next === "bake" ? (kept ?? { at, what: `${next}, if all stay healthy` }) : null;
  // A step that fell ill after somebody promoted it is to be promoted anew.
  const promoteFrom = baked === null ? null : (record.memory["promoteFrom"] ?? null);
  return { ...record, due, sentence: decision.sentence, memory: { ...record.memory, baked, promoteFrom } };
}

function changedAtAll(before: OperationRecord, after: OperationRecord): boolean {
  return (
    before.sentence !== after.sentence ||
    before.memory["baked"] !== after.memory["baked"] ||
    JSON.stringify(before.due) !== JSON.stringify(after.due) ||
    after.nodes.some((node, i) => node !== before.nodes[i] && !sameNode(node, before.nodes[i]))
  );
}

function sameNode(a: CanaryNode, b: CanaryNode | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function turnedBack(context: ServerContext, record: OperationRecord, cause: string): Move {
  const at = context.clock.wallMs();
  const text = `Everything goes back: ${cause}`;
  const next: OperationRecord = {
    ...record,
    state: "aborting",
    due: null,
    sentence: text,
    memory: { ...record.memory, cause },
  };
  return {
    record: next,
    events: [operationEvent(next, at, "rolling-back", `${record.plan.title}. ${text}`, "critical")],
    audit: [operationAudit(next, at, null, "rollback", cause)],
  };
}

/** The nodes that this step adds are asked; what they measure until now is what they are compared with. */
function nextStep(context: ServerContext, record: OperationRecord, step: number, health: HealthLook): Move {
  const at = context.clock.wallMs();
  const nodes = record.nodes.map((node): CanaryNode => {
    if (!isTouched(node, step)) return node;
    const baseline = node.baseline ?? health.baseline(node);
    return { ...node, state: "asked", reason: null, health: [], since: at, baseline };
  });
  const title = record.steps[step]?.title ?? "The next step";
  const next: OperationRecord = {
    ...record,
    nodes,
    due: null,
    steps: record.steps.map((one, i) => {
      if (i === step - 1) return { ...one, state: "done", endedAt: at };
      return i === step ? { ...one, state: "doing", startedAt: at } : one;
    }),
    memory: { ...record.memory, step, baked: null, promoteFrom: null },
    sentence: `${title}: asked.`,
  };
  return {
    record: next,
    events: [operationEvent(next, at, "step", `${record.plan.title}. ${title}.`)],
    audit: [operationAudit(next, at, null, "step", title)],
  };
}
