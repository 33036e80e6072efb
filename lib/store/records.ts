import type { AgentHello, KernelLock, ProcessObservation } from "#lib/contract/agent.ts";
import type { Limitation } from "#lib/contract/rows.ts";
import type { Judgement } from "#lib/domain/evidence.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import type { LeaseHolder } from "#lib/domain/lease.ts";
import type { LockState, NodeState } from "#lib/domain/states.ts";

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

/** The kinds of documents; each write gives the document the revision of its commit. */
export interface Documents {
  lease: LeaseRecord;
  session: SessionRecord;
  "kernel-lock": KernelLockRecord;
  node: NodeRecord;
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

export interface AuditRecord {
  at: number;
  actor: string;
  action: string;
  target: string;
  outcome: "done" | "refused";
  detail: string;
}

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
}
