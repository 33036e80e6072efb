import type { LockDetail } from "#lib/contract/locks.ts";
import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { isStale } from "#lib/domain/states.ts";

/** One way in which a lock ends, or why it can't: for the part "what can be done". */
export interface Way {
  id: string;
  /** `by-itself`: nobody needs to do anything. `by-hand`: somebody can. `not`: can't, and why. */
  kind: "by-itself" | "by-hand" | "not";
  title: string;
  text: string;
  /** A moment that the text is about, epoch ms; shown as a countdown. */
  untilMs?: number;
  /** What happens then; it is released without. */
  untilWords?: "ends";
  /** A command that looks and changes nothing, or that is safe to run. */
  command?: string;
}

type Facts = Pick<
  LockDetail,
  | "source"
  | "key"
  | "type"
  | "resource"
  | "node"
  | "path"
  | "state"
  | "verdict"
  | "holder"
  | "holders"
  | "epoch"
  | "waiters"
  | "lostPolicy"
  | "lockDelayMs"
  | "releasesAt"
  | "ttlMs"
  | "tombstone"
>;

/** Everything that ends this lock, and everything that must not be tried, most useful first. */
export function lockOutlook(lock: Facts): Way[] {
  if (lock.tombstone !== null) return [];
  return lock.source === "native" ? nativeWays(lock) : kernelWays(lock);
}

function nativeWays(lock: Facts): Way[] {
  const name = shellWord(lock.resource);
  const show = name === null ? {} : { command: `npx locksmith show native/${name}` };
  if (lock.state === "quarantined") {
    return [
      {
        id: "quarantine",
        kind: "by-itself",
        title: "Its quarantine ends",
        text: "It was cleared, or its owner was lost. Until then everybody is refused; after a clear its named successor gets it first, if there is one. Nothing needs to be done.",
        ...(lock.releasesAt !== null && { untilMs: lock.releasesAt, untilWords: "ends" }),
        ...show,
      },
    ];
  }
  if (lock.holder === null) {
    return [
      {
        id: "take",
        kind: "by-hand",
        title: "Take it",
        text: `Nobody holds it. The next grant gets epoch ${(lock.epoch ?? 0) + 1}.`,
        ...(name !== null && { command: `npx locksmith run --lock ${name} -- COMMAND` }),
      },
    ];
  }
  const ways: Way[] = [];
  // An owner that is gone releases nothing.
  if (!isStale(lock.verdict)) {
    ways.push({
      id: "owner",
      kind: "by-itself",
      title: "Its owner releases it",
      text: lock.waiters > 0 ? "The first that waits gets it next." : "Then it is free.",
    });
  }
  if (lock.lostPolicy === "keep") {
    ways.push({
      id: "kept",
      kind: "not",
      title: "It does not end by itself",
      text: "It was taken to be kept for a person when its owner is lost: no timeout releases it.",
      ...show,
    });
  } else {
    const waitMs = (lock.ttlMs ?? 0) + limits.ttlToleranceMs + (lock.lockDelayMs ?? 0);
    const silent = lock.releasesAt !== null && lock.verdict !== "live";
    ways.push({
      id: "silence",
      kind: "by-itself",
      title: "Its owner stays silent",
      text: silent
        ? "No beat comes any more: it is released, and its epoch is refused from then on."
        : `Released ${seconds(waitMs)} after its last beat: TTL ${seconds(lock.ttlMs ?? 0)}, tolerance ${seconds(limits.ttlToleranceMs)}, lock-delay ${seconds(lock.lockDelayMs ?? 0)}.`,
      ...(silent && lock.releasesAt !== null && { untilMs: lock.releasesAt }),
      ...show,
    });
  }
  ways.push(byHand(lock));
  return ways;
}

function kernelWays(lock: Facts): Way[] {
  const holders = lock.holders.filter((holder) => holder.role === "holder");
  const host = safeText(lock.node ?? "its host", 60);
  const ways: Way[] = [];
  if (lock.type === "posix") {
    ways.push({
      id: "end",
      kind: "by-itself",
      title: "Its process unlocks it or ends",
      text: `A POSIX lock goes with its process on ${host}: the kernel never leaves one behind.`,
    });
  } else if (holders.length > 0) {
    const names = holders
      .slice(0, 3)
      .map((holder) => `${safeText(holder.command ?? "process", 40)} (PID ${holder.pid})`);
    const more = holders.length > 3 ? ` and ${holders.length - 3} more` : "";
    ways.push({
      id: "end",
      kind: "by-itself",
      title: "The last holder closes the file or ends",
      text: `The kernel releases it when ${names.join(", ")}${more} on ${host} no longer ${holders.length === 1 ? "has" : "have"} the descriptor.`,
    });
  } else {
    ways.push({
      id: "end",
      kind: "by-itself",
      title: "The last descriptor is closed",
      text: `Some descriptor on ${host} keeps it: of a process that the agent could not read, in another namespace, or in flight in a socket. Ending the recorded process does not help.`,
    });
  }
  ways.push(byHand(lock), ...probes(lock), {
    id: "file",
    kind: "not",
    title: "Do not delete or replace the file",
    text: "The lock stays on the old inode; the next writer locks a new one, and two hold it at once.",
  });
  return ways;
}

function probes(lock: Facts): Way[] {
  const ways: Way[] = [];
  const path = lock.path === null ? null : shellWord(lock.path);
  if (lock.type === "flock" && path !== null) {
    ways.push({
      id: "try",
      kind: "by-hand",
      title: "Ask the kernel",
      text: `On ${safeText(lock.node ?? "its host", 60)}: exit code 1 means that somebody holds it now. It waits for nothing and keeps nothing.`,
      command: `flock -n ${path} true; echo $?`,
    });
  }
  // The kernel knows files, not the labels that the fleet's configuration gave them.
  const file = lock.path
    ?.replace(/ \(deleted\)$/, "")
    .split("/")
    .at(-1);
  const name = shellWord(file || lock.resource);
  if (name !== null) {
    ways.push({
      id: "table",
      kind: "by-hand",
      title: "Read the host's own table",
      text: "The same search for true holders, without the server in between.",
      command: `npx locksmith ls --local -t ${name}`,
    });
  }
  return ways;
}

const planned =
  "A clear can be planned, and then waits: its gate for the proof opens only with new evidence, or by a bypass of two people.";

/** Whether somebody may take it away: only with proof that its owner is gone, and never without the chain of gates. */
function byHand(lock: Facts): Way {
  if (isStale(lock.verdict)) {
    return {
      id: "clear",
      kind: "by-hand",
      title: "Clear it, with proof",
      text:
        lock.source === "kernel"
          ? "Its owner is proven gone. A clear ends the true holders on the host, after each was stopped and checked again; first a second person acknowledges and everybody who could grab it is paused."
          : "Its owner is proven gone. A clear takes this exact lock away, raises the epoch and closes the resource for a quarantine; first a second person acknowledges and everybody who could grab it is paused.",
    };
  }
  const base = { id: "hand", kind: "not", title: "It can't be taken away as it stands" } as const;
  if (lock.verdict === "live")
    return { ...base, text: "Its owner is alive, and no lock is taken from a living owner." };
  if (lock.verdict === "suspect") {
    const doubt =
      lock.source === "native" ? "Its owner is silent, and silence" : "Its owner is in doubt, and doubt";
    return { ...base, text: `${doubt} is no proof of death. ${planned}` };
  }
  return { ...base, text: `The evidence is missing or too old to act on. ${planned}` };
}

function seconds(ms: number): string {
  return ms % 1_000 === 0 ? `${ms / 1_000} s` : `${(ms / 1_000).toFixed(1)} s`;
}

const shellSafe = /^[A-Za-z0-9_@%+=:,./-]+$/;
const printable = /^[\x20-\x7e]+$/;
const commandNameMaxChars = 300;

/** A name as one word of a shell; null when it cannot be typed (control or foreign characters, or too long). */
export function shellWord(name: string): string | null {
  if (name.length > commandNameMaxChars || !printable.test(name)) return null;
  if (shellSafe.test(name) && !name.startsWith("-")) return name;
  return name.startsWith("-") ? null : `'${name.replaceAll("'", "'\\''")}'`;
}
