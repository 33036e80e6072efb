import type { ProcessObservation } from "#lib/contract/agent.ts";
import type { Limitation } from "#lib/contract/rows.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import type { LockFacts } from "#lib/sources/kernel/describe.ts";
import type { KeptTakers } from "#lib/sources/kernel/kept-takers.ts";
import type { ResourceRule } from "./config.ts";

/** What the worker is started with. */
export interface ScanWorkerData {
  node: string;
  rules: readonly ResourceRule[];
  /** What an earlier worker, or an earlier agent, knew of takers. */
  kept: KeptTakers | null;
  /** Only locks on files below this folder; null: all. */
  below: string | null;
}

/** To the worker: look now, and at these processes too. */
export interface ScanOrder {
  watch: readonly ProcessIdentity[];
}

export interface SeenLock {
  facts: LockFacts;
  /** Monotonic ms of this process, as `monotonicMs` counts it in every thread. */
  firstSeenMs: number;
}

/** From the worker, after each order. */
export interface ScanNews {
  /** True for the first scan of a worker: all that there is, so that whatever is not in it is gone. */
  all: boolean;
  changed: SeenLock[];
  gone: string[];
  scanMs: number;
  endedMs: number;
  limitations: Limitation[];
  /** What the next worker should be given, when that is news. */
  kept: KeptTakers | null;
  observations: { process: ProcessIdentity; status: ProcessObservation["status"] }[];
}
