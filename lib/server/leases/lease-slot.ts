import type { ErrorCode } from "#lib/contract/common.ts";
import type { LeaseAsk, LeaseHolder, LeaseState, LeaseToken } from "#lib/domain/lease.ts";
import type { GuardChange, GuardRefusal, LeaseGuard } from "#lib/domain/lease-guard.ts";
import type { Queue } from "#lib/domain/queue.ts";
import type { Verdict } from "#lib/domain/states.ts";
import type { AuditRecord, LeaseStatus, RefusalRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";

/** Why somebody did not get a lease. */
export type RefusalCode = Extract<
  ErrorCode,
  "lock-held" | "wait-timed-out" | "too-many-waiters" | "session-gone" | "not-now"
>;

/** What stands in the way of a grant. */
export type Obstacle = "held" | "lock-delay" | "quarantined";

export type AcquireOutcome =
  | { outcome: "granted"; holder: LeaseHolder }
  /** Nobody waits for the answer any more, or the server stops. */
  | { outcome: "abandoned" }
  | { outcome: "refused"; code: RefusalCode; because: Obstacle };

/** One request for a lease: a try that is answered at once, or a wait. A session may have several under way. */
export interface AcquireRequest {
  ask: LeaseAsk;
  once: boolean;
  /** Its time is over; it is told so as soon as no write is under way that may yet grant it. */
  late: boolean;
  /** Takes its timer and its signal away. */
  dispose(): void;
  settle(outcome: AcquireOutcome): void;
  fail(error: unknown): void;
}

/** What a release ended, and when; asked for again, the same. */
export interface Released {
  epoch: number;
  at: number;
}

export interface ReleaseJob {
  token: LeaseToken;
  /** In plain words for the event, such as "its session was closed"; null for the holder's own release. */
  why: string | null;
  /** Written with the release when it is somebody else's doing. */
  audit: AuditRecord | null;
  settle(released: Released | null): void;
  fail(error: unknown): void;
}

export type GuardOutcome =
  | { ok: true; epoch: number; guard: LeaseGuard | null }
  | { ok: false; because: GuardRefusal | "forbidden" };

/** One step of a clear, done in the lease's own order of works, with what its operation writes in the same write. */
export interface GuardJob {
  change: GuardChange;
  /** Read inside the write: whether its operation still wants this. */
  allow(tx: Tx): Promise<boolean>;
  /** Written with it; not called when it was not allowed. */
  write(tx: Tx, outcome: GuardOutcome): Promise<void>;
  settle(outcome: GuardOutcome): void;
  fail(error: unknown): void;
}

/**
 * One lease in memory, as long as anything about it is going on. What is durable is in its document, and is read
 * again in each write; here are the times, the queue, and those who wait for an answer.
 */
export interface LeaseSlot {
  readonly resource: string;
  state: LeaseState;
  /** False until the document was read once. */
  loaded: boolean;
  queue: Queue;
  /** Requests that wait, by session; each has an entry in the queue. */
  readonly waits: Map<string, Set<AcquireRequest>>;
  tries: AcquireRequest[];
  releases: ReleaseJob[];
  /** Steps of a clear that are asked for. */
  guards: GuardJob[];
  /** Closed by a clear; null when it is not. */
  guard: LeaseGuard | null;
  /** A clear of this epoch is being written: no renewal of it may be promised any more. */
  clearingEpoch: number | null;
  /** A write is under way. */
  working: boolean;
  /** Its document is taken away, and with it all that is here. */
  forgotten: boolean;
  cancelTimer: (() => void) | null;
  /** Who was refused since the lock became held, newest last. */
  readonly refusals: Map<string, RefusalRecord & { lastMs: number }>;
  /** As it was last committed. */
  status: LeaseStatus | null;
  /** The verdict on its holder that its timeline knows. */
  toldVerdict: Verdict | null;
  /** When refusals were last written down, monotonic. */
  notedMs: number;
}

export function newSlot(resource: string, state: LeaseState): LeaseSlot {
  return {
    resource,
    state,
    loaded: false,
    queue: [],
    waits: new Map(),
    tries: [],
    releases: [],
    guards: [],
    guard: null,
    clearingEpoch: null,
    working: false,
    forgotten: false,
    cancelTimer: null,
    refusals: new Map(),
    status: null,
    toldVerdict: null,
    notedMs: Number.NEGATIVE_INFINITY,
  };
}

/** Nothing goes on: the document says it all, and the slot can be forgotten. */
export function isIdle(slot: LeaseSlot, nowMs: number): boolean {
  return (
    !slot.working &&
    slot.state.holder === null &&
    slot.guard === null &&
    slot.guards.length === 0 &&
    slot.state.closedUntilMs <= nowMs &&
    slot.waits.size === 0 &&
    slot.tries.length === 0 &&
    slot.releases.length === 0
  );
}
