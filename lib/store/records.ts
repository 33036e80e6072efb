import type { AgentHello, KernelLock, ProcessObservation } from "#lib/contract/agent.ts";
import type { RosterEntryRow } from "#lib/contract/operations.ts";
import type { Limitation } from "#lib/contract/rows.ts";
import type { AuditFields } from "#lib/domain/audit-chain.ts";
import type { Judgement } from "#lib/domain/evidence.ts";
import type { Health } from "#lib/domain/fleet-state.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import type { LeaseHolder } from "#lib/domain/lease.ts";
import type { CanaryNode } from "#lib/domain/operations/canary-spec.ts";
import type {
  Gate,
  GateId,
  HoldPoint,
  OperationSpec,
  OperationState,
  OperationUnit,
  Person,
  Plan,
  Step,
  UnitState,
} from "#lib/domain/operations/operation.ts";
import type { Policy } from "#lib/domain/operations/policy.ts";
import type { SessionRole } from "#lib/domain/session-role.ts";
import type { LockState, NodeState } from "#lib/domain/states.ts";
import type { DrillRecord } from "./drill-records.ts";
import type { IncidentDocuments } from "./incident-records.ts";
import type { PageRecord, PageTargetRecord } from "./page-records.ts";
import type { ViewDocuments } from "./view-records.ts";

/** Somebody who was refused a native lease. */
export interface RefusalRecord {
  sessionId: string;
  node: string;
  service: string;
  count: number;
  firstAt: number;
  lastAt: number;
}

/** What the judge last concluded, kept with the thing judged; a put is made only when this changes. */
export interface LeaseStatus {
  state: LockState;
  judgement: Judgement | null;
  waiters: number;
  refusals: RefusalRecord[];
  lastBeatAt: number | null;
  releasesAt: number | null;
}

/** A native lock. Never removed: its epoch must never go back. */
export interface LeaseRecord {
  resource: string;
  /** Highest epoch ever granted (or cleared); grows only. */
  epoch: number;
  holder: LeaseHolder | null;
  /** No grant before this wall time (lock-delay after a lost owner); counted anew on the monotonic clock after a restart. */
  delayUntil: number | null;
  lastReleasedAt: number | null;
  lastHolderSessionId: string | null;
  status: LeaseStatus;
  /** Closed by a clear; absent or null when it is not. */
  quarantine?: LeaseQuarantine | null;
}

/**
 * A resource that a clear has closed: `closing` before the holder is taken out, `quarantined` after, `admitting`
 * when the named successor alone may take it. Durations, counted anew in full by an observer that starts.
 */
export interface LeaseQuarantine {
  operationId: string;
  phase: "closing" | "quarantined" | "admitting";
  successor: { node: string; service: string } | null;
  durationMs: number;
  /** Wall time of its end, for showing. */
  untilAt: number;
}

/** A registration that beats. */
export interface SessionRecord {
  id: string;
  node: string;
  service: string;
  instanceId: string;
  ttlMs: number;
  command: string | null;
  user: string | null;
  unit: string | null;
  processes: ProcessIdentity[];
  state: "open" | "closed" | "lost";
  openedAt: number;
  endedAt: number | null;
  /** As of the last judgement or flush; the exact ones are in memory and in the beat folds. */
  beats: number;
  lastBeatAt: number | null;
  rhythmMs: number | null;
  observations: ProcessObservation[];
  observedAt: number | null;
  judgement: Judgement;
  /** The token or person that opened it, for authorisation of its later calls. */
  openedBy: string;
  /** Absent in documents of older versions: a worker that named nothing. */
  role?: SessionRole;
  resources?: string[];
}

/** A kernel lock as its node's agent last described it, times turned into the server's wall clock. */
export interface KernelLockRecord {
  node: string;
  lock: KernelLock;
  observedAt: number;
  firstSeenAt: number;
  state: LockState;
  judgement: Judgement;
}

export interface NodeRecord {
  name: string;
  hello: AgentHello;
  state: NodeState;
  sessionId: string | null;
  limitations: Limitation[];
  firstSeenAt: number;
  lastReportAt: number | null;
  lastBeatAt: number | null;
}

/** One guarded action, with all that was reviewed, decided and done. Never removed. */
export interface OperationRecord {
  id: string;
  spec: OperationSpec;
  state: OperationState;
  createdBy: Person;
  createdAt: number;
  reason: string;
  /** Of the creating request, with its actor: the same key gives the same operation. */
  idempotencyKey: string | null;
  /** SHA-256 of the facts that were reviewed. */
  snapshot: string;
  plan: Plan;
  policy: Policy;
  roster: RosterEntryRow[];
  lockId: string | null;
  resource: string | null;
  confirmedBy: Person | null;
  confirmedAt: number | null;
  holdPoint: HoldPoint | null;
  gates: Gate[];
  steps: Step[];
  units: OperationUnit[];
  nodes: CanaryNode[];
  /** Gates that a bypass opened. `untilAt` is for showing; void after a restart. */
  bypass: { operationId: string; gates: GateId[]; untilAt: number } | null;
  /** What its own kind has to remember, such as the epoch that a clear left. */
  memory: Record<string, string | number | null>;
  /** Id of the drill that it belongs to; absent for what is real. Nothing concerns both. */
  drill?: string;
  due: { at: number; what: string } | null;
  /** Requests that were done, by verb, actor and Idempotency-Key; the last ones. */
  answered?: string[];
  /** Results of orders that were counted, as `orderId outcome`. */
  counted?: string[];
  sentence: string;
  result: { outcome: string; text: string; verified: string[]; notVerified: string[] } | null;
  endedAt: number | null;
}

/** Something that can be drained: one of an agent's hooks, or a service with the client library. */
export interface UnitRecord {
  id: string;
  sessionId: string;
  node: string;
  unit: string;
  service: string;
  kind: "hook" | "in-process" | "guard";
  can: string[];
  state: UnitState;
  tasks: number | null;
  operationId: string | null;
  holdUntilAt: number | null;
  note: string | null;
  /** Absent in documents of older versions. */
  health?: Health | null | undefined;
  reportedAt: number;
}

/** A configuration: its promoted version, and the resource whose lock guards it (its own name). */
export interface ConfigRecord {
  name: string;
  promoted: number | null;
  latest: number;
  createdAt: number;
}

/** One version of a configuration; its content never changes. Id: `name@version`. */
export interface ConfigVersionRecord {
  config: string;
  version: number;
  hash: string;
  content: string;
  sizeBytes: number;
  author: string;
  reason: string;
  createdAt: number;
  /** `upload` by a person or token, `import` from a node's file, `seen` on a node as somebody's write. */
  origin: "upload" | "import" | "seen";
  node: string | null;
  /** Who took over what was seen on a node as what is meant; beside author, reason and time of the content itself. */
  imported?: { by: string; reason: string; at: number; node: string };
}

/** How a configuration stands on one node, as its agent reported it. Id: `node/name`. */
export interface NodeConfigRecord {
  node: string;
  config: string;
  path: string;
  running: { hash: string; version: number | null } | null;
  shadow: { version: number; state: "accepted" | "refused" | "failed"; reason: string | null } | null;
  touchedAt: number | null;
  touchedBy: string | null;
  trouble: string | null;
  /** What the host has hooks for. */
  can: string[];
  /** The last order that it answers. */
  orderId: string | null;
  /** The version that it was told to run and does not, and why. */
  refusal: { version: number; reason: string } | null;
  reportedAt: number;
}

/** The kinds of documents; each write gives the document the revision of its commit. */
export interface Documents extends IncidentDocuments, ViewDocuments {
  lease: LeaseRecord;
  session: SessionRecord;
  "kernel-lock": KernelLockRecord;
  node: NodeRecord;
  operation: OperationRecord;
  unit: UnitRecord;
  page: PageRecord;
  "page-target": PageTargetRecord;
  policy: Policy;
  config: ConfigRecord;
  "config-version": ConfigVersionRecord;
  "node-config": NodeConfigRecord;
  drill: DrillRecord;
}
export type DocumentKind = keyof Documents;

export interface Stored<K extends DocumentKind> {
  kind: K;
  id: string;
  revision: number;
  /** The last value; kept also when the document is gone, for its tombstone. */
  value: Documents[K];
  /** Server wall time at which it was removed, else null; `goneHow` in plain words. */
  goneAt: number | null;
  goneHow: string | null;
}

/** One row per owner and minute with at least one beat. */
export interface BeatMinute {
  ownerId: string;
  minuteAt: number;
  count: number;
  firstAt: number;
  lastAt: number;
  maxGapMs: number;
}

/** One point a minute for the charts of the overview. */
export interface FleetMinute {
  minuteAt: number;
  refusals: number;
  nodes: Record<string, number>;
  hot: number;
  stale: number;
}

/** What a verb writes into the audit; the store adds its place in the chain. */
export type AuditRecord = Pick<AuditFields, "at" | "actor" | "action" | "target" | "outcome" | "detail"> &
  Partial<Pick<AuditFields, "operationId" | "reason" | "evidence">>;

/** An API token; the secret itself is never stored, only its SHA-256. */
export interface TokenRecord {
  id: string;
  name: string;
  scope: string;
  node: string | null;
  prefix: string;
  secretHash: string;
  createdAt: number;
  createdBy: string;
  lastUsedAt: number | null;
  expiresAt: number | null;
  revokedAt: number | null;
  /** Name of who revoked it, for whoever shows that it is over. */
  revokedBy?: string | null;
  /** Id of the person who made it, also through a token of theirs; null where that is not known. */
  madeBy?: string | null;
}
