import type { Verdict } from "./states.ts";

/**
 * One observed fact about an owner. A verdict is a conclusion from these and carries them along,
 * so that a person can judge it. Ages are computed by whoever shows it: now − observedAt.
 */
export interface Evidence {
  kind: EvidenceKind;
  weight: "decisive" | "circumstantial";
  /** What the fact speaks for. */
  points: "alive" | "gone" | "neither";
  /** Who observed it, such as `server`, `agent on node-7`, `kernel of node-7`. */
  source: string;
  /** Server wall clock, epoch ms. */
  observedAt: number;
  /** A sentence in plain words; hostile parts already made safe. */
  text: string;
}

export const evidenceKinds = [
  "boot-changed",
  "process-gone",
  "process-alive",
  "pid-reused",
  "fdinfo-holder",
  "no-fdinfo-holder",
  "taker-gone",
  "inherited-holder",
  "recorded-pid-odd",
  "heartbeat-live",
  "heartbeat-late",
  "heartbeat-frozen",
  "session-closed",
  "session-missing",
  "ttl-passed",
  "agent-silent",
  "agent-limited",
  "server-recovered",
  "try-lock-succeeded",
  "try-lock-refused",
  "foreign-namespace",
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** A question that is still open and what would settle it; shown beside a verdict that is not decisive. */
export interface Probe {
  question: string;
  how: string;
}

/** A verdict with its reasons, as data. */
export interface Judgement {
  verdict: Verdict;
  /** One sentence for the top of the lock page. */
  sentence: string;
  evidence: Evidence[];
  probe: Probe | null;
}
