import { ruleRefusal } from "#lib/domain/operations/canary-rules.ts";
import type { CanarySpec } from "#lib/domain/operations/canary-spec.ts";
import { percentsRefusal } from "#lib/domain/operations/canary-steps.ts";
import { acknowledgedGate, targetsGate } from "#lib/domain/operations/gates.ts";
import type { Fact, Gate, HoldPoint, Plan, Step, Target } from "#lib/domain/operations/operation.ts";
import type { Policy } from "#lib/domain/operations/policy.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { counted, grouped } from "#lib/domain/words.ts";
import type { ConfigEntry, VersionMeta } from "#lib/server/configs/config-book.ts";
import { canaryOf } from "#lib/server/configs/config-orders.ts";
import { shortHash } from "#lib/server/configs/config-words.ts";
import { configOf } from "#lib/server/configs/read-config.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { Planned } from "#lib/server/operations/kind.ts";
import { type About, type Choice, chooseNodes } from "./canary-choice.ts";
import { consequencesOf, notVerifiedOf, titleOf } from "./canary-words.ts";
import { contentDigest } from "./content-digest.ts";

const targetsShown = 500;
/** Facts are compared one by one up to here; beyond it the list of the rest is one fact. */
const nodeFactsMax = 500;

export interface CanaryPlanned extends Planned {
  choice: Choice;
  entry: ConfigEntry;
  trial: VersionMeta;
}

/** Takes the facts of a canary as of now. Throws `not-found` for a configuration or version that never was. */
export function planCanary(
  context: ServerContext,
  spec: CanarySpec,
  policy: (resource: string | null) => Policy,
): CanaryPlanned {
  const entry = configOf(context, spec.config);
  const trial = entry.versions.get(spec.version);
  if (trial === undefined)
    throw new ApiError("not-found", "This configuration has no version of this number.");
  const choice = chooseNodes(context, entry, trial, spec);
  const inForce = policy(spec.config);
  const promoted = entry.record.promoted === null ? undefined : entry.versions.get(entry.record.promoted);
  const about = { spec, entry, trial, promoted, choice };
  const plan: Plan = {
    title: titleOf(about),
    targets: targetsOf(choice),
    targetCount: choice.order.length,
    consequences: consequencesOf(about),
    facts: factsOf(trial, promoted, choice),
    evidence: [],
    gates: canaryGates(choice.shadows.length, choice.order.length, inForce, null, null),
    steps: stepsOf(choice),
    notVerified: notVerifiedOf(context, about),
    typedName: null,
    refusals: refusalsOf(context, about, inForce),
  };
  return { plan, lockId: null, resource: spec.config, roster: [], choice, entry, trial };
}

/** The gates of a canary: who, and by whose word. What nodes say is asked of them in the first step. */
export function canaryGates(
  shadows: number,
  total: number,
  policy: Policy,
  holdPoint: HoldPoint | null,
  ackRemainingMs: number | null,
): Gate[] {
  const most = Math.min(policy.targetsMax, Number.MAX_SAFE_INTEGER);
  const targets = shadows === 0 ? 0 : total;
  return [
    targetsGate(targets, most, "node that can take part"),
    acknowledgedGate(policy, holdPoint, ackRemainingMs),
  ];
}

function refusalsOf(context: ServerContext, about: About, policy: Policy): string[] {
  const { spec, trial, promoted, choice } = about;
  const refusals: string[] = [];
  if (promoted === undefined) {
    refusals.push(
      "No version is promoted yet: import the one that a node runs, so that there is one to come back to.",
    );
  } else if (promoted.hash === trial.hash)
    refusals.push(`Version ${trial.version} is what is promoted already.`);
  const percents = percentsRefusal(spec.percents);
  if (percents !== null) refusals.push(percents);
  for (const rule of spec.rules) {
    const refusal = ruleRefusal(rule);
    if (refusal !== null) refusals.push(`Rule on ${safeText(rule.metric, 60)}: ${refusal}`);
  }
  if (spec.targets.by === "nodes") {
    for (const node of spec.targets.nodes.slice(0, 20)) {
      const reason = choice.unable.get(node);
      if (reason !== undefined) refusals.push(`${safeText(node, 80)} cannot take part: ${reason}.`);
    }
  }
  if (choice.shadows.length === 0) refusals.push("No node can take part: nothing would be proven.");
  if (choice.order.length > policy.targetsMax) {
    refusals.push(
      `${grouped(choice.order.length)} nodes are more than the policy allows (${grouped(policy.targetsMax)}).`,
    );
  }
  if (canaryOf(context, spec.config) !== null) {
    refusals.push("Another canary of this configuration is under way: end it first.");
  }
  return refusals;
}

function targetsOf({ order }: Choice): Target[] {
  return order.slice(0, targetsShown).map(({ node, step }) => ({
    id: node,
    kind: "node",
    label: safeText(node, 120),
    note: step === 0 ? "gets the shadow first" : `from step ${step} on`,
  }));
}

function factsOf(trial: VersionMeta, promoted: VersionMeta | undefined, { order }: Choice): Fact[] {
  const named = order.slice(0, nodeFactsMax).map(({ node, step, running }) => ({
    key: `node:${node}`,
    label: `Node ${safeText(node, 80)}`,
    value: `${step === 0 ? "shadow" : `step ${step}`}, runs ${shortHash(running)}`,
  }));
  const rest = order.slice(nodeFactsMax);
  const facts: Fact[] = [
    { key: "version", label: "Version on trial", value: `${trial.version}, ${trial.hash}` },
    {
      key: "promoted",
      label: "Version to come back to",
      value: promoted === undefined ? "none" : `${promoted.version}, ${promoted.hash}`,
    },
    { key: "nodes", label: "Nodes", value: String(order.length) },
    ...named,
  ];
  if (rest.length > 0) {
    facts.push({
      key: "rest",
      label: `The other ${counted(rest.length, "node")}`,
      value: contentDigest(rest.map(({ node, step, running }) => `${node} ${step} ${running}`)),
    });
  }
  return facts;
}

function stepsOf({ steps, shadows, order }: Choice): Step[] {
  const titles = steps.map(({ index, size, percent }) =>
    index === 0
      ? `Shadow on ${counted(shadows.length, "node")}`
      : `Run it on ${size === order.length ? `all ${counted(size, "node")}` : counted(size, "node")}${percent === null ? "" : ` (${percent} %)`}`,
  );
  return [...titles, "Make it the promoted version"].map((title, index) => ({
    id: index === titles.length ? "keep" : `step-${index}`,
    title,
    state: "pending",
    startedAt: null,
    endedAt: null,
    note: null,
  }));
}
