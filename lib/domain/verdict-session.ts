import { limits } from "./limits.ts";
import { sessionEvidence } from "./session-evidence.ts";
import type { SessionFacts, SessionJudgement, SessionProcess, SessionReason } from "./session-facts.ts";
import { isProofOfEnd } from "./session-proof.ts";
import { sessionProbe, sessionSentences } from "./session-words.ts";
import type { Verdict } from "./states.ts";

const verdicts: Record<SessionReason, Verdict> = {
  beating: "live",
  "all-processes-gone": "orphan",
  "gone-but-beating": "orphan",
  "alive-but-silent": "suspect",
  "command-left-behind": "suspect",
  silent: "suspect",
  "silent-and-unwatched": "suspect",
  "not-heard-since-restart": "unknown",
  "evidence-too-old": "unknown",
  recovering: "unknown",
  "session-closed": "ghost",
  "session-unknown": "ghost",
};

/**
 * Verdict on a session and so on the leases that it holds (safety.md, rules 3, 4, 6, 8, 10, 14). `orphan` only
 * when the node's agent proved that each process of the session is gone; silence of any length, of the owner and
 * of its agent, is `suspect` and at last `unknown`, never more. Costs no I/O; call it as often as facts change.
 */
export function judgeSession(facts: SessionFacts): SessionJudgement {
  const reason = reasonOf(facts);
  return {
    verdict: verdicts[reason],
    reason,
    evidence: sessionEvidence(facts),
    probe: sessionProbe(reason, facts),
    ...sessionSentences(reason, facts),
  };
}

function reasonOf(facts: SessionFacts): SessionReason {
  const { session, beats } = facts;
  const recovering = facts.graceUntil !== null;
  if (session === null) return recovering ? "recovering" : "session-unknown";
  const beating = session.state === "open" && beats.heard && !beats.suspect;
  if (recovering && !beating) return "recovering";
  if (session.state === "closed") return "session-closed";
  const { processes } = session;
  if (processes.length > 0 && processes.every(isProofOfEnd)) {
    return beating && hasBeatSinceProof(facts, processes) ? "gone-but-beating" : "all-processes-gone";
  }
  return beating ? "beating" : silence(processes, facts);
}

/** A beat from before its death is no news; one from after it comes from somebody else in its name. */
function hasBeatSinceProof({ beats }: SessionFacts, processes: readonly SessionProcess[]): boolean {
  const provenAt = Math.max(...processes.map(({ sight }) => sight?.observedAt ?? 0));
  return beats.lastBeatAt !== null && beats.lastBeatAt > provenAt;
}

/** The owner is silent, and nothing proves that it is gone. */
function silence(
  processes: readonly SessionProcess[],
  { beats, agent }: Pick<SessionFacts, "beats" | "agent">,
): SessionReason {
  if (processes.some(({ sight }) => sight?.status === "alive" && sight.current)) {
    return processes.some(isProofOfEnd) ? "command-left-behind" : "alive-but-silent";
  }
  // Not due yet: a promise of a long interval was made to the server before the restart.
  if (!beats.heard && !beats.suspect) return "not-heard-since-restart";
  if (beats.silentMs > limits.evidenceMaxAgeMs) return "evidence-too-old";
  if (agent.state === "reporting") return "silent";
  return beats.heard ? "silent-and-unwatched" : "not-heard-since-restart";
}
