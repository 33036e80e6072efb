import type { Verdict } from "./states.ts";

/**
 * What an agent reports of one kernel lock, as far as the verdict needs it. The wire schema
 * (`contract/agent.ts`) is a superset of these shapes.
 */
export interface KernelProcessFact {
  pid: number;
  startTime: number;
  command: string;
  /** 2 is kthreadd, the parent of every thread of the kernel itself. */
  ppid?: number | null;
}

export interface KernelTakerFact {
  recordedPid: number;
  status: "holds" | "alive-without-line" | "gone" | "reused" | "none" | "unreadable";
  process: KernelProcessFact | null;
  /** Start time of the process that is known to be the taker; null when it was never seen alive. */
  seenStartTime: number | null;
}

export interface KernelHolderFact {
  process: KernelProcessFact;
  relation: "is-taker" | "older-than-taker" | "younger-than-taker" | "unknown";
  recordedPid: number | null;
  parent: "taker" | "holder" | "init" | "reaper" | "other" | "unknown";
  detached: boolean | null;
  sameProgram: boolean | null;
}

export interface KernelLockFacts {
  type: "flock" | "posix" | "ofd" | "file-lease" | "delegation";
  holders: readonly KernelHolderFact[];
  takers: readonly KernelTakerFact[];
  unreadable: number;
  searched: "none" | "recorded" | "processes" | "threads";
  misses: number;
  scope: "host" | "child-namespace" | "unknown";
}

/** Why a verdict was reached; the words for people are chosen from it. */
export type KernelReason =
  | "taker-holds"
  | "taker-passed-it-on"
  | "opened-by-older-holder"
  | "went-to-background"
  | "ofd-holder"
  | "posix-owner-alive"
  | "only-heirs-left"
  | "heirs-in-doubt"
  | "taker-unproven"
  | "kernel-holds"
  | "not-all-readable"
  | "foreign-view"
  | "search-unfinished"
  | "taker-without-line"
  | "nobody-found";

/** One recorded PID with those who hold its description, judged on its own. */
export interface Claim {
  taker: KernelTakerFact;
  holders: readonly KernelHolderFact[];
  verdict: Verdict;
  reason: KernelReason;
}
