import type { Evidence, Judgement, Probe } from "./evidence.ts";
import type { ProcessIdentity } from "./identity.ts";
import type { Verdict } from "./states.ts";

/** What the agent of the node last said of one process of a session. */
export interface ProcessSight {
  status: "alive" | "gone" | "reused" | "other-boot" | "foreign-namespace" | "unreadable";
  /** Server wall clock, epoch ms. */
  observedAt: number;
  /** The agent still reports, so what it said last is still what it sees. */
  current: boolean;
}

export interface SessionProcess {
  process: ProcessIdentity;
  sight: ProcessSight | null;
}

/** Everything that is known of the owner of a native lease, as of one moment. */
export interface SessionFacts {
  /** Server wall clock, epoch ms; for display alone. */
  nowAt: number;
  sessionId: string;
  /** Null when this server knows nothing of such a session. */
  session: {
    node: string;
    service: string;
    state: "open" | "closed" | "lost";
    ttlMs: number;
    openedAt: number;
    endedAt: number | null;
    /** Its own process first, then those that work under it. */
    processes: readonly SessionProcess[];
  } | null;
  beats: {
    /** It showed itself to this server since its start: opened its session, or beat. */
    heard: boolean;
    lastBeatAt: number | null;
    /** Silence as this server counted it, on its monotonic clock. */
    silentMs: number;
    /** The accrual rule finds this silence too surprising. */
    suspect: boolean;
    rhythmMs: number | null;
  };
  agent: { state: "reporting" | "silent" | "none"; lastReportAt: number | null };
  /** Wall time at which the grace period after a restart ends; null when it is over. */
  graceUntil: number | null;
}

/** Why a verdict was reached; the words for people are chosen from it. */
export type SessionReason =
  | "beating"
  | "all-processes-gone"
  | "gone-but-beating"
  | "alive-but-silent"
  | "command-left-behind"
  | "silent"
  | "silent-and-unwatched"
  | "not-heard-since-restart"
  | "evidence-too-old"
  | "recovering"
  | "session-closed"
  | "session-unknown";

/** One judgement of an owner, with the words for its own page and for a lease that it holds. */
export interface SessionJudgement {
  verdict: Verdict;
  reason: SessionReason;
  evidence: Evidence[];
  probe: Probe | null;
  ownerSentence: string;
  leaseSentence: string;
}

export function forOwner(judged: SessionJudgement): Judgement {
  const { verdict, evidence, probe, ownerSentence } = judged;
  return { verdict, sentence: ownerSentence, evidence, probe };
}

/** `kept`: the owner was lost, and the lease waits for a person. */
export function forLease(judged: SessionJudgement, kept: boolean): Judgement {
  const { verdict, evidence, probe, leaseSentence } = judged;
  const sentence = kept ? `${leaseSentence} It is kept until a person decides.` : leaseSentence;
  return { verdict, sentence, evidence, probe };
}
