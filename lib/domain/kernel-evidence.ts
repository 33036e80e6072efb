import type { Evidence, EvidenceKind } from "./evidence.ts";
import type { Claim, KernelHolderFact, KernelLockFacts } from "./kernel-facts.ts";
import { processName, unreadableText } from "./kernel-words.ts";

interface From {
  node: string;
  observedAt: number;
}

const shownHolders = 20;

/** What was seen of one recorded PID and of those who hold its description. */
export function claimEvidence(claim: Claim, facts: KernelLockFacts, from: From): Evidence[] {
  const list = takerEvidence(claim, facts, from);
  for (const holder of claim.holders.slice(0, shownHolders)) {
    list.push(fdinfoLine(holder, from));
    const inherited = inheritance(holder, from);
    if (inherited !== null) list.push(inherited);
  }
  return list;
}

function fact(
  from: From,
  rest: Omit<Evidence, "source" | "observedAt">,
  source = `agent on ${from.node}`,
): Evidence {
  return { ...rest, source, observedAt: from.observedAt };
}

function takerEvidence(claim: Claim, facts: KernelLockFacts, from: From): Evidence[] {
  const pid = claim.taker.recordedPid;
  const make = (kind: EvidenceKind, weight: Evidence["weight"], points: Evidence["points"], text: string) => [
    fact(from, { kind, weight, points, text }, `kernel of ${from.node}`),
  ];
  if (pid === -1) {
    return make(
      "recorded-pid-odd",
      "circumstantial",
      "neither",
      "The kernel records no PID (−1) for an open file description lock.",
    );
  }
  if (pid === 0) {
    return make(
      "recorded-pid-odd",
      "circumstantial",
      "neither",
      "The recorded PID is 0: its owner is dead, or outside this PID namespace.",
    );
  }
  if (pid < 0) {
    return make(
      "recorded-pid-odd",
      "circumstantial",
      "neither",
      `The recorded PID ${pid} is negative: a lock of a remote client.`,
    );
  }
  switch (claim.taker.status) {
    case "gone":
      if (facts.type === "posix" && facts.scope === "host") {
        return make(
          "taker-gone",
          "decisive",
          "gone",
          `PID ${pid} took it and is gone; a POSIX lock is never inherited.`,
        );
      }
      return make(
        "taker-gone",
        facts.scope === "host" ? "decisive" : "circumstantial",
        "gone",
        `PID ${pid}, which the kernel recorded as taker, is gone in the same boot.`,
      );
    case "reused":
      return make(
        "pid-reused",
        "decisive",
        "gone",
        `PID ${pid} belongs to another process now, with another start time; that one is not to blame.`,
      );
    case "alive-without-line":
      return make(
        "process-alive",
        "circumstantial",
        "neither",
        `PID ${pid}, which the kernel recorded as taker, is alive but has no descriptor with this lock.`,
      );
    case "unreadable":
      return make(
        "agent-limited",
        "circumstantial",
        "neither",
        `PID ${pid} is recorded as taker; its descriptors could not be read.`,
      );
    default:
      return [];
  }
}

function fdinfoLine(holder: KernelHolderFact, from: From): Evidence {
  return fact(from, {
    kind: "fdinfo-holder",
    weight: "decisive",
    points: holder.relation === "younger-than-taker" ? "neither" : "alive",
    text: `${processName(holder.process)} has an open descriptor with this lock in its fdinfo.`,
  });
}

function inheritance(holder: KernelHolderFact, from: From): Evidence | null {
  const name = processName(holder.process);
  const make = (weight: Evidence["weight"], points: Evidence["points"], text: string) =>
    fact(from, { kind: "inherited-holder", weight, points, text });
  if (holder.relation === "older-than-taker") {
    return make(
      "decisive",
      "alive",
      `${name} started before the recorded taker, so it did not inherit the lock from it.`,
    );
  }
  if (holder.relation === "unknown") {
    return make(
      "circumstantial",
      "neither",
      `Whether ${name} started before or after the recorded taker is not known.`,
    );
  }
  if (holder.relation !== "younger-than-taker") return null;
  if (holder.sameProgram === true) {
    return make("circumstantial", "alive", `${name} runs the same program as the taker did.`);
  }
  if (holder.detached === true) {
    return make(
      "circumstantial",
      "alive",
      `${name} made a session of its own after the taker started, as a daemon does.`,
    );
  }
  const parent: Record<KernelHolderFact["parent"], string> = {
    taker: "its parent is the taker",
    holder: "its parent holds the lock as well",
    init: "its parent is gone, and it was given to init",
    reaper: "its parent is gone, and it was given to a subreaper",
    other: "its parent is another living process",
    unknown: "its parent is not known",
  };
  return make(
    "circumstantial",
    "gone",
    `${name} started after the taker and inherited the descriptor; ${parent[holder.parent]}.`,
  );
}

/** What the search as a whole can and cannot say. */
export function searchEvidence(facts: KernelLockFacts, from: From): Evidence[] {
  const list: Evidence[] = [];
  const limited = (kind: EvidenceKind, text: string) =>
    list.push(fact(from, { kind, weight: "circumstantial", points: "neither", text }));
  if (facts.holders.length === 0 && facts.searched !== "none") {
    limited(
      "no-fdinfo-holder",
      `No readable process has the lock in its fdinfo. No match does not mean no holder: a descriptor in flight in a UNIX socket is in nobody's table.`,
    );
  }
  if (facts.unreadable > 0) limited("agent-limited", `The agent is limited: ${unreadableText(facts)}.`);
  if (facts.scope === "child-namespace") {
    limited(
      "foreign-namespace",
      "The agent is not in the host's PID namespace: processes outside it are invisible to it.",
    );
  }
  if (facts.scope === "unknown")
    limited("foreign-namespace", "The agent could not tell which PID namespace it reads.");
  return list;
}
