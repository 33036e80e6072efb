import type { Evidence } from "#lib/domain/evidence.ts";
import type { SourceName } from "#lib/domain/states.ts";
import type { CanarySpec } from "./canary-spec.ts";

/** What a person can ask for; every kind goes through the same machine. */
export const operationKinds = ["drain", "clear", "canary", "resume", "extend", "bypass"] as const;
export type OperationKind = (typeof operationKinds)[number];

/**
 * `planned`: reviewed, nothing has happened. `waiting`: confirmed, a gate is shut. `running`: steps are being done.
 * `verifying`: the effect is there and is being checked. `aborting`: it is being taken back.
 */
export const operationStates = [
  "planned",
  "waiting",
  "running",
  "verifying",
  "aborting",
  "done",
  "failed",
  "aborted",
  "expired",
] as const;
export type OperationState = (typeof operationStates)[number];

const terminal: ReadonlySet<OperationState> = new Set(["done", "failed", "aborted", "expired"]);

/** Nothing happens to it any more. */
export function isEnded(state: OperationState): boolean {
  return terminal.has(state);
}

/** Whom a drain concerns. */
export type Scope =
  | { type: "service"; service: string; node: string | null }
  | { type: "node"; node: string }
  | { type: "group"; group: string }
  /** All that is real: never a drill's. */
  | { type: "fleet" }
  /** All of the drill that is on. */
  | { type: "drill" };

export interface DrainSpec {
  kind: "drain";
  scope: Scope;
  /** How long the units stay paused, from the moment that the last one that counts is. */
  holdMs: number;
  /** How long they may take to finish what they run. */
  deadlineMs: number;
  /** When some did not answer by then: resume all, or hold on with those that did not answer named. */
  onDeadline: "give-up" | "go-on";
  /** The operation (a clear) that it is done for: that one's acknowledgement covers it. */
  forOperation: string | null;
}

export interface ClearSpec {
  kind: "clear";
  source: SourceName;
  key: string;
  /** Who alone may take the resource in the quarantine, such as the guardian's watchdog; null: nobody. */
  successor: { node: string; service: string } | null;
  /** Kernel locks: SIGKILL this long after SIGTERM; null: never. */
  killAfterMs: number | null;
}

/** Ends a drain's hold before its time. */
export interface ResumeSpec {
  kind: "resume";
  operationId: string;
}

/** Makes a drain's hold longer, within the policy's limit. */
export interface ExtendSpec {
  kind: "extend";
  operationId: string;
  holdMs: number;
}

/** Overrides named gates of a waiting clear for a limited time; never the compare-and-delete. */
export interface BypassSpec {
  kind: "bypass";
  operationId: string;
  gates: GateId[];
  validMs: number;
}

export type OperationSpec = DrainSpec | ClearSpec | CanarySpec | ResumeSpec | ExtendSpec | BypassSpec;
export type SpecOf<K extends OperationKind> = Extract<OperationSpec, { kind: K }>;

export const gateIds = [
  "targets",
  "stale",
  "fresh",
  "grace",
  "agent",
  "acknowledged",
  "quiesced",
  "health",
] as const;
export type GateId = (typeof gateIds)[number];

/** One link in the chain of proof. Shut until there is machine evidence, or a bypass while it lasts. */
export interface Gate {
  id: GateId;
  title: string;
  state: "open" | "shut" | "bypassed";
  /** One sentence: why it is open, or what would open it. */
  because: string;
  /** Who is awaited, by name. */
  awaiting: string[];
  /** Wall time at which it shuts again by itself; null when it does not. */
  closesAt: number | null;
}

/** A part of the work, recorded before and after. */
export interface Step {
  id: string;
  title: string;
  state: "pending" | "doing" | "done" | "failed" | "skipped";
  startedAt: number | null;
  endedAt: number | null;
  note: string | null;
}

/** Something that is true of the target and was reviewed. The snapshot is made of key and value. */
export interface Fact {
  key: string;
  label: string;
  value: string;
}

/** A fact that is not as it was reviewed; null where it was not there. */
export interface FactChange {
  key: string;
  label: string;
  was: string | null;
  is: string | null;
}

export interface Target {
  /** Id of the lock, unit or node. */
  id: string;
  kind: "lock" | "unit" | "node" | "operation";
  label: string;
  note: string | null;
}

/** What the machine would do and on what grounds: shown before anything happens. */
export interface Plan {
  /** One sentence with a verb, such as "Clear the native lock of aim_lock_config.conf". */
  title: string;
  /** The first of them; `targetCount` is the exact number. */
  targets: Target[];
  targetCount: number;
  /** What stops, for how long, what cannot be undone: a sentence each. */
  consequences: string[];
  facts: Fact[];
  evidence: Evidence[];
  gates: Gate[];
  steps: Step[];
  /** What has no proof and will have none: listed for a bypass, and on every result. */
  notVerified: string[];
  /** What has to be typed to confirm; null when nothing has. */
  typedName: string | null;
  /** Why it cannot be confirmed at all, such as an empty set of targets; empty when it can. */
  refusals: string[];
}

/** A person or token by whom something was done. */
export interface Person {
  kind: "user" | "token";
  id: string;
  name: string;
  /** A token's maker, who counts for it; absent where it is not known, as of the data folder's own token. */
  madeBy?: string | undefined;
}

/** The hold point: one request for acknowledgement, and its answer. Times are wall, for showing. */
export interface HoldPoint {
  askedAt: number;
  askedBy: Person;
  pageId: string;
  by: Person | null;
  at: number | null;
  note: string | null;
  /** The gate shuts at this time. Decided by the server's monotonic clock; void after a restart. */
  untilAt: number | null;
}

/** One unit of a drain, as its operation follows it. */
export interface OperationUnit {
  unitId: string;
  node: string;
  service: string;
  name: string;
  state: UnitState;
  /** Tasks in flight; null when the unit does not say. */
  tasks: number | null;
  ackedAt: number | null;
  /** Wall time at which its own dead-man timer resumes it, as last heard. */
  holdUntilAt: number | null;
  note: string | null;
}

/** `lost`: not heard of any more. `failed`: its hook ended badly. `fenced`: refused by the lease service. */
export const unitStates = ["running", "draining", "paused", "resuming", "failed", "lost"] as const;
export type UnitState = (typeof unitStates)[number];
