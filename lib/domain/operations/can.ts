import { roles } from "#lib/domain/roles.ts";
import { promoteRefusal } from "./canary-machine.ts";
import type { CanaryNode } from "./canary-spec.ts";
import { type OperationVerb, operationVerbs, wrongState } from "./machine.ts";
import type { Gate, GateId, HoldPoint, OperationKind, OperationState, Person } from "./operation.ts";
import { samePerson, type Viewer } from "./people.ts";
import { defaultPolicies, type Policy } from "./policy.ts";

/** What of an operation decides who may do what to it. */
export interface Operated {
  spec: { kind: OperationKind };
  state: OperationState;
  policy: Policy;
  plan: { refusals: readonly string[] };
  createdBy: Person;
  confirmedBy: Person | null;
  holdPoint: HoldPoint | null;
  gates: readonly Gate[];
  /** Its effect cannot be taken back any more. */
  memory: Readonly<Record<string, string | number | null>>;
  /** The drill that it belongs to. */
  drill?: string | undefined;
  /** Of a canary. */
  nodes?: readonly CanaryNode[];
}

/** What stands in the way: the kind, the state, the role, being the first person oneself, or the thing itself. */
export type Hindrance = "kind" | "state" | "role" | "self" | "thing";
export type Answer = { allowed: true; reason: null } | { allowed: false; reason: string; because: Hindrance };

/** Gates that two people can override together; never what is to be done, nor who would have to do it, nor grace. */
export const bypassable: readonly GateId[] = ["stale", "fresh", "acknowledged", "quiesced", "health"];
/** Said to whoever names another. */
export const bypassHint = `a gate that people can override: ${bypassable.join(", ")}`;

const no = (reason: string, because: Hindrance = "thing"): Answer => ({ allowed: false, reason, because });
const yes: Answer = { allowed: true, reason: null };

/**
 * Whether somebody may do something to an operation now, and if not, why. Screen and server ask this same function.
 * `now`: server wall clock, ms; only for what is shown to be under way, such as an acknowledgement that still lasts.
 */
export function operationCan(
  operation: Operated,
  verb: OperationVerb,
  viewer: Viewer | null,
  now: number,
): Answer {
  if (viewer === null) return no("A token of an agent may not do this.", "role");
  if (viewer.drill !== undefined && viewer.drill !== operation.drill) {
    return no("Who is played in a drill acts on that drill alone.", "role");
  }
  const kindless = kindRefusal(operation, verb);
  if (kindless !== null) return no(kindless, "kind");
  const state = wrongState(verb, operation.state);
  if (state !== null) return no(state, "state");
  const role = roleRefusal(operation, verb, viewer);
  if (role !== null) return no(role, "role");
  switch (verb) {
    case "confirm":
      return operation.plan.refusals[0] === undefined ? yes : no(operation.plan.refusals[0]);
    case "ask":
      return askAgain(operation, now);
    case "acknowledge":
      return acknowledge(operation, viewer, now);
    case "abort":
      return isIrrevocable(operation) ? no("What was done cannot be taken back any more.") : yes;
    case "promote":
      return promote(operation);
    case "bypass":
      return bypass(operation);
    default:
      return yes;
  }
}

/** The same for every verb, as an answer to whoever looks. */
export function allAllowed(
  operation: Operated,
  viewer: Viewer | null,
  now: number,
): Record<OperationVerb, { allowed: boolean; reason: string | null }> {
  const answers = operationVerbs.map((verb) => {
    const { allowed, reason } = operationCan(operation, verb, viewer, now);
    return [verb, { allowed, reason }];
  });
  return Object.fromEntries(answers) as ReturnType<typeof allAllowed>;
}

/** Set by a kind in the write of an effect that cannot be taken back. */
export function isIrrevocable(operation: Pick<Operated, "memory">): boolean {
  return operation.memory["irrevocable"] != null;
}

function kindRefusal({ spec: { kind } }: Operated, verb: OperationVerb): string | null {
  if ((verb === "promote" || verb === "rollback") && kind !== "canary")
    return "Only a canary has steps to promote.";
  if ((verb === "resume" || verb === "extend") && kind !== "drain") return "Only a drain has a hold.";
  if (verb === "bypass" && kind !== "clear") return "Only the gates of a clear can be overridden.";
  return null;
}

function roleRefusal({ policy }: Operated, verb: OperationVerb, viewer: Viewer): string | null {
  const own = verb === "acknowledge" ? policy.acknowledgeRole : policy.confirmRole;
  const needed = verb === "bypass" ? defaultPolicies.bypass.confirmRole : own;
  // Looking for a way out must not need more than going in: whoever may confirm may also take it back.
  if (roles.indexOf(viewer.role) >= roles.indexOf(needed)) return null;
  return `This needs the role ${needed}; yours is ${viewer.role}.`;
}

function isAcknowledged(holdPoint: HoldPoint, now: number): boolean {
  return holdPoint.by !== null && holdPoint.untilAt !== null && holdPoint.untilAt > now;
}

function askAgain({ holdPoint }: Operated, now: number): Answer {
  if (holdPoint === null) return no("Nobody has to acknowledge this.");
  if (isAcknowledged(holdPoint, now)) return no("It is acknowledged.");
  return yes;
}

function acknowledge(operation: Operated, { person }: Viewer, now: number): Answer {
  const { holdPoint, policy, createdBy, confirmedBy } = operation;
  if (holdPoint === null) return no("Nobody has to acknowledge this.");
  if (isAcknowledged(holdPoint, now)) return no("It is acknowledged already.");
  if (!policy.twoPeople) return yes;
  if (person.kind === "token")
    return no("A token cannot be the second person: sign in to acknowledge.", "self");
  const own = samePerson(person, createdBy) || (confirmedBy !== null && samePerson(person, confirmedBy));
  return own ? no("You asked for it yourself: a second person has to acknowledge.", "self") : yes;
}

function promote({ nodes = [], memory }: Operated): Answer {
  const refusal = promoteRefusal({ nodes, memory });
  return refusal === null ? yes : no(refusal);
}

function bypass({ gates }: Operated): Answer {
  if (gates.some((gate) => gate.state === "shut" && bypassable.includes(gate.id))) return yes;
  return no("No gate is shut that could be overridden.");
}
