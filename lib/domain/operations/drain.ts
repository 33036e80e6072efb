import { isDrillName } from "#lib/domain/drill/names.ts";
import type { DrainSpec, OperationUnit, Scope, UnitState } from "./operation.ts";

/** Where something is, as far as a scope looks at it. */
export interface Place {
  node: string;
  service: string;
  group: string | null;
}

/** Whether a scope is of a drill. */
export function isDrillScope(scope: Scope): boolean {
  return scope.type === "drill" || scopeNames(scope).some(isDrillName);
}

/** The names in a scope. */
export function scopeNames(scope: Scope): string[] {
  switch (scope.type) {
    case "fleet":
    case "drill":
      return [];
    case "node":
      return [scope.node];
    case "group":
      return [scope.group];
    default:
      return scope.node === null ? [scope.service] : [scope.service, scope.node];
  }
}

/** Whether a place is meant. What belongs to a drill and what is real are never meant together. */
export function inScope(scope: Scope, place: Place): boolean {
  if (isDrillName(place.node) !== isDrillScope(scope)) return false;
  switch (scope.type) {
    case "fleet":
    case "drill":
      return true;
    case "node":
      return place.node === scope.node;
    case "group":
      return place.group === scope.group;
    default:
      return place.service === scope.service && (scope.node === null || place.node === scope.node);
  }
}

/** `draining`: units finish what they run. `holding`: they are paused, for a limited time. `resuming`: it is over. */
export const drainPhases = ["draining", "holding", "resuming"] as const;
export type DrainPhase = (typeof drainPhases)[number];

/** A unit as it was last heard of. */
export interface UnitSight {
  unitId: string;
  state: UnitState;
  /** Heard of lately enough to prove something. */
  fresh: boolean;
  /** It says that it knows of this drain's order and keeps it: a pause for somebody else is no acknowledgement. */
  keeps: boolean;
  tasks: number | null;
  holdUntilAt: number | null;
  note: string | null;
}

/** A pause that counts: said lately, by a unit that knows for whom it pauses. */
export function isAcknowledged(sight: UnitSight | null): boolean {
  return sight?.state === "paused" && sight.fresh && sight.keeps;
}

/** One unit of a drain as it stands now; nothing but a fresh acknowledgement makes it count. `nowAt` is for showing. */
export function unitNow(before: OperationUnit, sight: UnitSight | null, nowAt: number): OperationUnit {
  if (sight === null) {
    const note = before.state === "lost" ? before.note : "It is not heard of any more.";
    return { ...before, state: "lost", tasks: null, ackedAt: null, holdUntilAt: null, note };
  }
  const { unitId, state, tasks, holdUntilAt, note } = sight;
  const ackedAt = isAcknowledged(sight) ? (before.ackedAt ?? nowAt) : null;
  return { ...before, unitId, state, tasks, holdUntilAt, note, ackedAt };
}

export interface DrainFacts {
  phase: DrainPhase;
  units: readonly OperationUnit[];
  /** Ids of units that keep this drain's order, or may: they were not heard of lately. */
  kept: ReadonlySet<string>;
  onDeadline: DrainSpec["onDeadline"];
  /** What is left of the time to finish, and of the hold; ms on the observer's monotonic clock. */
  deadlineMs: number;
  holdMs: number;
  /** How long the units have been asked to run again; after this, those that were not heard of are named. */
  resumeWaitMs: number;
}

export type DrainStep =
  /** Every unit that counts is paused: the hold begins. */
  | { step: "hold"; unanswered: OperationUnit[] }
  /** The deadline is over, and it was to be given up then, or nobody answered: zero of any is no success. */
  | { step: "give-up"; unanswered: OperationUnit[] }
  | { step: "resume" }
  /** Nobody is held any more; `unheard` are those that did not say so. */
  | { step: "end"; unheard: OperationUnit[] }
  | { step: "wait" };

/** What is to be done next. */
export function nextDrainStep(facts: DrainFacts): DrainStep {
  const { phase, units } = facts;
  if (phase === "draining") {
    const unanswered = units.filter((unit) => unit.ackedAt === null);
    if (units.length > 0 && unanswered.length === 0) return { step: "hold", unanswered };
    if (facts.deadlineMs > 0) return { step: "wait" };
    const some = unanswered.length < units.length;
    return { step: facts.onDeadline === "go-on" && some ? "hold" : "give-up", unanswered };
  }
  if (phase === "holding") return facts.holdMs > 0 ? { step: "wait" } : { step: "resume" };
  const unheard = units.filter((unit) => !isLetGo(unit, facts.kept));
  if (unheard.length === 0 || facts.resumeWaitMs <= 0) return { step: "end", unheard };
  return { step: "wait" };
}

/** It runs, or has gone with its process, or is held by somebody else alone. */
function isLetGo({ unitId, state }: OperationUnit, kept: ReadonlySet<string>): boolean {
  if (state === "running" || state === "lost") return true;
  return (state === "paused" || state === "draining") && !kept.has(unitId);
}

/** How much longer a hold may be made, ms. */
export function extensionLeftMs(totalHoldMs: number, holdMaxMs: number): number {
  return Math.max(0, holdMaxMs - totalHoldMs);
}
