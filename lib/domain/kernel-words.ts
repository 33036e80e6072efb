import type { Probe } from "./evidence.ts";
import type { Claim, KernelHolderFact, KernelLockFacts, KernelReason } from "./kernel-facts.ts";
import { safeText } from "./safe-text.ts";

const named = 3;

/** "`sleep` (PID 2018)", with the hostile command made safe. */
export function processName(process: { pid: number; command: string }): string {
  const program = safeText(process.command.split(" ", 1)[0] ?? "", 60);
  return program === "" ? `PID ${process.pid}` : `\`${program}\` (PID ${process.pid})`;
}

function holderNames(holders: readonly KernelHolderFact[]): string {
  const seen = new Map(holders.map((h) => [h.process.pid, processName(h.process)]));
  const names = [...seen.values()];
  const rest = names.length - named;
  if (rest > 0) return `${names.slice(0, named).join(", ")} and ${rest} more`;
  return names.length < 2 ? (names[0] ?? "nobody") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function takerName(claim: Claim): string {
  const { recordedPid, status } = claim.taker;
  if (recordedPid === 0) return "no taker (PID 0)";
  if (status === "reused") return `PID ${recordedPid}, a number that another process has now`;
  return `PID ${recordedPid}`;
}

/** The verdict in one sentence, for the top of the lock page. */
export function kernelSentence(claim: Claim, facts: KernelLockFacts): string {
  const holders = holderNames(claim.holders);
  const have = new Set(claim.holders.map((h) => h.process.pid)).size > 1 ? "have" : "has";
  const taker = takerName(claim);
  const words: Record<KernelReason, string> = {
    "taker-holds": `Held by ${holders === "nobody" ? taker : holders}.`,
    "taker-passed-it-on": `Held by ${holders}: the taker, ${taker}, is alive and passed its descriptor on.`,
    "opened-by-older-holder": `Held by ${holders}, which opened the file before the recorded ${taker} ran.`,
    "went-to-background": `Held by ${holders}, which went on in the background after the taker, ${taker}, ended.`,
    "ofd-holder": `Held by ${holders} through an open file description.`,
    "posix-owner-alive": `Held by ${taker}, which is alive; its descriptors cannot be read from here.`,
    "only-heirs-left": `Held by nobody: the taker, ${taker}, is gone; ${holders} still ${have} the descriptor.`,
    "heirs-in-doubt": `In doubt: the taker, ${taker}, is gone; ${holders} ${have} the descriptor and may own the lock.`,
    "taker-unproven": `In doubt: ${holders} ${have} the descriptor, and ${taker} cannot be proven to be the taker.`,
    "kernel-holds":
      "Held by the kernel itself, on behalf of a remote client; no process of this host has it.",
    "not-all-readable": `Not known: ${taker} is recorded, and ${unreadableText(facts)}.`,
    "foreign-view": `Not known: seen from inside a container or with an unknown view, so ${taker} proves nothing.`,
    "search-unfinished": `Not known yet: ${taker} is recorded, and the search for the holder is not finished.`,
    "taker-without-line": `Not known: ${taker} is recorded and alive, but no process has the descriptor; it may be on its way through a UNIX socket.`,
    "nobody-found": `Held by nobody that can be reached: ${taker} is recorded, and no process has the descriptor.`,
  };
  return words[claim.reason];
}

/** "the descriptors of 12 processes could not be read". */
export function unreadableText(facts: Pick<KernelLockFacts, "unreadable">): string {
  if (facts.unreadable === 0) return "its descriptors could not be read";
  const processes = facts.unreadable === 1 ? "1 process" : `${facts.unreadable} processes`;
  return `the descriptors of ${processes} could not be read`;
}

/** What would settle a verdict that is not decisive; null where nothing is open. */
export function kernelProbe(claim: Claim, facts: KernelLockFacts): Probe | null {
  const tryIt = {
    question: "Does anybody still hold it?",
    how: "Try a non-blocking acquire: `flock -n FILE true`.",
  };
  switch (claim.reason) {
    case "heirs-in-doubt":
    case "taker-unproven":
      return facts.unreadable > 0
        ? {
            question: "Does a process that cannot be read hold it too?",
            how: "Run the agent as root on this host.",
          }
        : {
            question: "Does the process that has the descriptor still work under the lock?",
            how: `Ask the owner of ${holderNames(claim.holders)}, or look at what it does: \`ls -l /proc/PID/fd\`.`,
          };
    case "not-all-readable":
      return { question: "Who has the descriptor?", how: "Run the agent as root on this host." };
    case "foreign-view":
      return { question: "Who has the descriptor?", how: "Run an agent in the host's PID namespace." };
    case "search-unfinished":
      return { question: "Who has the descriptor?", how: "Wait for the next scan." };
    case "nobody-found":
    case "taker-without-line":
    case "kernel-holds":
      return tryIt;
    default:
      return null;
  }
}
