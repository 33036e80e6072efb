import { limits } from "#lib/domain/limits.ts";
import { type Role, roles } from "#lib/domain/roles.ts";
import { type OperationKind, operationKinds } from "./operation.ts";
import { defaultPolicies, type Policy } from "./policy.ts";

const ackWindowMinMs = 10_000;
const holdMinMs = 1_000;
const targetsMaxEver = 10_000;

/** `kind` for all resources, `kind:resource` for one. */
export function policyId(kind: OperationKind, resource: string | null): string {
  return resource === null ? kind : `${kind}:${resource}`;
}

/** The kind and resource of an id; null for what is none. */
export function parsePolicyId(id: string): { kind: OperationKind; resource: string | null } | null {
  const cut = id.indexOf(":");
  const kind = operationKinds.find((one) => one === (cut < 0 ? id : id.slice(0, cut)));
  if (kind === undefined || cut === id.length - 1) return null;
  return { kind, resource: cut < 0 ? null : id.slice(cut + 1) };
}

/** A kind whose units are held for a time. */
export function hasHold(kind: OperationKind): boolean {
  return defaultPolicies[kind].holdMaxMs > 0;
}

export interface PolicyProblem {
  field: keyof Policy;
  message: string;
}

/** What is wrong with a policy, each with what would be right; empty when it may be set. */
export function policyProblems(policy: Policy): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const say = (field: keyof Policy, message: string) => problems.push({ field, message });
  const below = (role: Role, least: Role) => roles.indexOf(role) < roles.indexOf(least);
  if (below(policy.confirmRole, "operator"))
    say("confirmRole", "must be operator or more: a viewer only looks");
  if (below(policy.acknowledgeRole, "approver")) {
    say("acknowledgeRole", "must be approver or admin: that is what the role is for");
  }
  if (policy.ackWindowMs < ackWindowMinMs || policy.ackWindowMs > limits.ackWindowMaxMs) {
    say("ackWindowMs", `must be from ${ackWindowMinMs} to ${limits.ackWindowMaxMs} milliseconds`);
  }
  if (!hasHold(policy.kind)) {
    if (policy.holdMaxMs !== 0) say("holdMaxMs", "must be 0: this kind holds nothing");
  } else if (policy.holdMaxMs < holdMinMs || policy.holdMaxMs > limits.holdMaxMs) {
    say("holdMaxMs", `must be from ${holdMinMs} to ${limits.holdMaxMs} milliseconds`);
  }
  const targetsMax = defaultPolicies[policy.kind].targetsMax === 1 ? 1 : targetsMaxEver;
  if (policy.targetsMax < 1 || policy.targetsMax > targetsMax) {
    say(
      "targetsMax",
      targetsMax === 1 ? "must be 1: never several at once" : `must be from 1 to ${targetsMax}`,
    );
  }
  if (policy.kind === "bypass") {
    const why = "must stay on: a bypass needs two people, a typed name and a reason";
    for (const field of ["twoPeople", "typedName", "reason"] as const) if (!policy[field]) say(field, why);
  }
  return problems;
}

/** In which ways a policy asks for less than the default: a sentence each, for the screen and the audit. */
export function policyWeakenings(policy: Policy): string[] {
  const safe = defaultPolicies[policy.kind];
  const rank = (role: Role) => roles.indexOf(role);
  const found: string[] = [];
  if (safe.twoPeople && !policy.twoPeople) found.push("One person alone can do it.");
  if (safe.typedName && !policy.typedName) found.push("Nothing has to be typed.");
  if (safe.reason && !policy.reason) found.push("No reason is asked for.");
  if (rank(policy.confirmRole) < rank(safe.confirmRole))
    found.push(`The role ${policy.confirmRole} is enough to confirm.`);
  if (policy.ackWindowMs > safe.ackWindowMs) found.push("An acknowledgement lasts longer than by default.");
  if (policy.targetsMax > safe.targetsMax) found.push("More targets at once than by default.");
  return found;
}

/** What changed, for the audit. */
export function policyChanges(before: Policy, after: Policy): string {
  const fields = [
    "confirmRole",
    "acknowledgeRole",
    "twoPeople",
    "reason",
    "typedName",
    "ackWindowMs",
    "targetsMax",
    "holdMaxMs",
  ] as const;
  return fields
    .filter((field) => before[field] !== after[field])
    .map((field) => `${field} ${before[field]} → ${after[field]}`)
    .join(", ");
}
