import type { Evidence, Judgement } from "./evidence.ts";
import { claimEvidence, searchEvidence } from "./kernel-evidence.ts";
import type {
  Claim,
  KernelHolderFact,
  KernelLockFacts,
  KernelReason,
  KernelTakerFact,
} from "./kernel-facts.ts";
import { kernelProbe, kernelSentence } from "./kernel-words.ts";
import type { Verdict } from "./states.ts";

/** Least careful to clear last: a lock is as alive as the most alive of its claims. */
const order: readonly Verdict[] = ["live", "suspect", "unknown", "orphan", "ghost"];

/**
 * Verdict on the owner of one kernel lock (safety.md, "Evidence" and "Linux facts"). `orphan` is said only when
 * the recorded taker is proven gone and every process that still holds the description inherited it from the
 * taker and did nothing to make the lock its own. In doubt it is never `orphan`.
 *
 * `observedAt` is the server's wall clock, epoch ms, of the scan that the facts come from.
 */
export function judgeKernelLock(
  facts: KernelLockFacts,
  from: { node: string; observedAt: number },
): Judgement {
  const claims = claimsOf(facts);
  const chosen = claims.reduce((best, claim) =>
    order.indexOf(claim.verdict) < order.indexOf(best.verdict) ? claim : best,
  );
  const evidence: Evidence[] = [
    ...claims.slice(0, 20).flatMap((claim) => claimEvidence(claim, facts, from)),
    ...searchEvidence(facts, from),
  ];
  return {
    verdict: chosen.verdict,
    sentence: kernelSentence(chosen, facts),
    evidence,
    probe: kernelProbe(chosen, facts),
  };
}

const nobody: KernelTakerFact = { recordedPid: 0, status: "none", process: null, seenStartTime: null };

/** One claim per recorded PID: a shared lock has several, each with its own holders. */
export function claimsOf(facts: KernelLockFacts): [Claim, ...Claim[]] {
  const takers = facts.takers.length === 0 ? [nobody] : facts.takers;
  const recorded = new Set<number | null>(takers.map((t) => t.recordedPid));
  const claims = takers.map((taker): Claim => {
    // A holder that belongs to none of the recorded PIDs may belong to any of them.
    const holders = facts.holders.filter(
      (h) => h.recordedPid === taker.recordedPid || takers.length === 1 || !recorded.has(h.recordedPid),
    );
    return { taker, holders, ...judgeClaim(taker, holders, facts) };
  });
  return claims as [Claim, ...Claim[]];
}

type Conclusion = Pick<Claim, "verdict" | "reason">;
const say = (verdict: Verdict, reason: KernelReason): Conclusion => ({ verdict, reason });

function judgeClaim(
  taker: KernelTakerFact,
  holders: readonly KernelHolderFact[],
  facts: KernelLockFacts,
): Conclusion {
  if (taker.status === "holds" || holders.some((h) => h.relation === "is-taker"))
    return say("live", "taker-holds");
  if (holders.length === 0) return nobodyFound(taker, facts);
  if (taker.recordedPid === -1) return say("live", "ofd-holder");
  if (holders.some((h) => h.relation === "older-than-taker")) return say("live", "opened-by-older-holder");
  if (facts.scope !== "host") return say("unknown", "foreign-view");
  if (taker.status === "alive-without-line") {
    const proven = taker.seenStartTime !== null && taker.seenStartTime === taker.process?.startTime;
    return proven ? say("live", "taker-passed-it-on") : say("suspect", "taker-unproven");
  }
  if (taker.status === "gone" || taker.status === "reused") return heirs(holders, facts);
  return say("suspect", "taker-unproven");
}

/** The taker is proven gone: are those who hold now mere heirs, or did one make the lock its own? */
function heirs(holders: readonly KernelHolderFact[], facts: KernelLockFacts): Conclusion {
  if (holders.some((h) => h.detached === true || h.sameProgram === true))
    return say("live", "went-to-background");
  const allHeirs = holders.every(
    (h) =>
      h.relation === "younger-than-taker" &&
      h.detached === false &&
      h.parent !== "other" &&
      h.parent !== "unknown",
  );
  // A holder that could not be seen may have opened the file itself, before the taker started.
  const allSeen = facts.unreadable === 0 && facts.searched === "threads";
  return allHeirs && allSeen ? say("orphan", "only-heirs-left") : say("suspect", "heirs-in-doubt");
}

function nobodyFound(taker: KernelTakerFact, facts: KernelLockFacts): Conclusion {
  const ofKernel = taker.process?.ppid === 2 && taker.status === "alive-without-line";
  if (ofKernel || facts.type === "delegation" || taker.recordedPid < -1)
    return say("unknown", "kernel-holds");
  if (taker.status === "unreadable" && facts.type === "posix" && facts.scope === "host") {
    // A POSIX lock ends with its owner, so its recorded PID cannot have been given to another process.
    return say("live", "posix-owner-alive");
  }
  if (facts.scope !== "host") return say("unknown", "foreign-view");
  if (facts.unreadable > 0 || taker.status === "unreadable") return say("unknown", "not-all-readable");
  if (taker.status === "alive-without-line") return say("unknown", "taker-without-line");
  if (facts.searched !== "threads" || facts.misses < 2) return say("unknown", "search-unfinished");
  return say("ghost", "nobody-found");
}
