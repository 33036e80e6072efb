import { counted, grouped } from "#lib/domain/words.ts";
import type { CanaryNode, CanaryNodeState, RuleHealth } from "./canary-spec.ts";

/** How a node stands with the configuration, from its agent's last report. */
export interface NodeFacts {
  /** Its agent is heard of; null: not for longer than a canary waits. */
  here: boolean;
  /** Its last report answers the order that is in force; an earlier one says nothing of it. */
  answers: boolean;
  /** Hash of the running content: a content may have several numbers. */
  runningHash: string | null;
  /** Whether anything of it lies beside the running file. */
  shadow: { version: number; state: "accepted" | "refused" | "failed"; reason: string | null } | null;
  refusal: { version: number; reason: string } | null;
  trouble: string | null;
}

/** A version, by number and by content. */
export interface VersionRef {
  version: number;
  hash: string;
}

/** Where a canary is. */
interface CanaryPlace {
  trial: VersionRef;
  /** The step under way. */
  step: number;
}

/** Whether this step concerns the node: it has the shadow, or runs the version. */
export function isTouched(node: Pick<CanaryNode, "step">, step: number): boolean {
  return node.step <= step;
}

/** What a touched node should have at a step. */
export function wantedOf(node: Pick<CanaryNode, "step">, step: number): "nothing" | "shadow" | "run" {
  if (!isTouched(node, step)) return "nothing";
  return step === 0 ? "shadow" : "run";
}

/** The node as its report shows it while the canary goes forward. `now`: server wall clock, ms. */
export function followNode(
  node: CanaryNode,
  facts: NodeFacts,
  { trial, step }: CanaryPlace,
  now: number,
): CanaryNode {
  const wanted = wantedOf(node, step);
  const [state, reason] = wanted === "nothing" ? (["pending", null] as const) : forward(wanted, facts, trial);
  return moved(node, state, reason, now);
}

function forward(
  wanted: "shadow" | "run",
  { here, answers, runningHash, shadow, refusal, trouble }: NodeFacts,
  { version, hash }: VersionRef,
): readonly [CanaryNodeState, string | null] {
  if (!here) return ["lost", "Its agent is not heard of any more."];
  if (wanted === "run") {
    if (!answers) return ["asked", null];
    if (runningHash === hash) return ["promoted", null];
    if (refusal?.version === version) return ["refused", refusal.reason];
    return ["asked", trouble];
  }
  if (!answers) return ["asked", null];
  if (shadow?.version !== version) return ["asked", trouble];
  if (shadow.state === "accepted") return ["shadow", null];
  return [shadow.state === "refused" ? "refused" : "failed", shadow.reason ?? "It gave no reason."];
}

/** The node as its report shows it while everything is taken back to the promoted version. */
export function followBack(
  node: CanaryNode,
  facts: NodeFacts,
  promotedHash: string,
  now: number,
): CanaryNode {
  if (node.state === "pending" || node.state === "rolled-back") return node;
  // Why it was taken back stays readable on the node that was the cause.
  const isCause = node.state === "refused" || node.state === "failed" || node.state === "rolling-back";
  const kept = isCause ? node.reason : null;
  if (!facts.here)
    return moved(node, "lost", "Comes back to the promoted version when its agent returns.", now);
  const isClear = facts.shadow === null || facts.shadow.state !== "accepted";
  const isBack = facts.answers && facts.runningHash === promotedHash && isClear;
  if (isBack) return moved(node, "rolled-back", kept ?? node.reason, now);
  return moved(node, "rolling-back", facts.refusal?.reason ?? facts.trouble ?? kept, now);
}

function moved(node: CanaryNode, state: CanaryNodeState, reason: string | null, now: number): CanaryNode {
  if (node.state === state && node.reason === reason) return node;
  return { ...node, state, reason, since: node.state === state ? node.since : now };
}

export interface Look {
  nodes: readonly CanaryNode[];
  step: number;
  /** How long all of the step have been healthy without a break, on the observer's monotonic clock, ms. */
  healthyMs: number;
  bakeMs: number;
  /** Since the step began, and how long a node may take to answer, ms. */
  stepMs: number;
  answerMaxMs: number;
}

export type CanaryDecision =
  /** Nodes have not answered yet, or rules wait for data. */
  | { next: "wait"; sentence: string }
  | { next: "bake"; sentence: string }
  /** Baked: the next step, or the end, may begin. */
  | { next: "promote"; sentence: string }
  /** Something is wrong: everything goes back. */
  | { next: "back"; cause: string };

/**
 * What a canary does next. Any node of the step that refused, failed, is lost, does not answer, or breaks a rule takes
 * everything back; the next step may begin only after all were healthy for the whole bake time. Of no node nothing
 * is concluded.
 */
export function nextOfCanary(look: Look): CanaryDecision {
  const touched = look.nodes.filter((node) => isTouched(node, look.step));
  if (touched.length === 0) return { next: "back", cause: "No node takes part: nothing would be proven." };
  const wrong = touched.map((node) => wrongWith(node, look)).find((cause) => cause !== null);
  if (wrong != null) return { next: "back", cause: wrong };
  const ready = touched.filter((node) => isReady(node, look.step));
  const of = `${grouped(ready.length)} of ${counted(touched.length, "node")}`;
  const does = look.step === 0 ? "have the shadow" : "run it";
  if (ready.length < touched.length) return { next: "wait", sentence: `${of} ${does}.` };
  const unsure = touched.filter((node) => node.health.some(({ state }) => state !== "pass"));
  if (unsure.length > 0) {
    return {
      next: "wait",
      sentence: `All ${grouped(touched.length)} ${does}; ${grouped(unsure.length)} wait for data.`,
    };
  }
  if (look.healthyMs < look.bakeMs) {
    return { next: "bake", sentence: `All ${grouped(touched.length)} ${does} and are healthy; it bakes.` };
  }
  return {
    next: "promote",
    sentence: `All ${grouped(touched.length)} ${does} and were healthy for the whole bake time.`,
  };
}

function wrongWith(node: CanaryNode, { step, stepMs, answerMaxMs }: Look): string | null {
  const { state, reason } = node;
  if (state === "refused" || state === "failed")
    return `${node.node} ${state}: ${reason ?? "it gave no reason"}`;
  if (state === "lost") return `${node.node} is not heard of any more`;
  if (!isReady(node, step) && stepMs >= answerMaxMs) return `${node.node} did not answer in time`;
  const broken = node.health.find((rule) => rule.state === "fail");
  return broken === undefined ? null : `${broken.metric} on ${node.node}: ${broken.text}`;
}

function isReady({ state }: CanaryNode, step: number): boolean {
  return state === (step === 0 ? "shadow" : "promoted");
}

/** Whether every touched node is where it should be and passes every rule: bake time counts only then. */
export function isHealthy(nodes: readonly CanaryNode[], step: number): boolean {
  const touched = nodes.filter((node) => isTouched(node, step));
  return (
    touched.length > 0 &&
    touched.every((node) => isReady(node, step) && node.health.every((rule) => rule.state === "pass"))
  );
}

/**
 * Whether the next step may begin now; asked by the server before it does, and by the screen for its button. `baked`:
 * the server has said that the bake time is over.
 */
export function promoteRefusal(operation: {
  nodes: readonly CanaryNode[];
  memory: Readonly<Record<string, string | number | null>>;
}): string | null {
  const step = Number(operation.memory["step"] ?? 0);
  if (!isHealthy(operation.nodes, step)) return "Not every node of this step is healthy.";
  if (operation.memory["baked"] !== step) return "The bake time of this step is not over.";
  if (operation.memory["promoteFrom"] === step) return "It was promoted: the next step begins.";
  return null;
}

/** Keeps what was written where a rule still says the same, so that nothing is written for a digit. */
export function withHealth(node: CanaryNode, health: RuleHealth[]): CanaryNode {
  const same =
    health.length === node.health.length && health.every((rule, i) => saysSame(rule, node.health[i]));
  return same ? node : { ...node, health };
}

function saysSame(rule: RuleHealth, before: RuleHealth | undefined): boolean {
  if (before === undefined || rule.metric !== before.metric || rule.state !== before.state) return false;
  return rule.state !== "waiting" || rule.text === before.text;
}
