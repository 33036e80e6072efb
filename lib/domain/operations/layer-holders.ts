import { type ProcessIdentity, sameProcess } from "#lib/domain/identity.ts";
import { safeText } from "#lib/domain/safe-text.ts";

const wordsMax = 3;

/** What program runs, without folders and options: `node main.ts guard`. Empty when the command is. */
export function shortCommand(command: string): string {
  const words = command.trim().split(/\s+/);
  const until = words.findIndex((word, index) => index > 0 && (word.startsWith("-") || word.includes("://")));
  const first = words.slice(0, until === -1 ? wordsMax : Math.min(until, wordsMax));
  return safeText(first.map((word) => word.replace(/^.*\/(?=[^/])/, "")).join(" "), 60);
}

/**
 * Whether a kernel lock is held by a session alone: every holder is one of the session's own processes, by start time and
 * boot. A lock whose holders were not found is nobody's proof, and so is a session that named no process.
 */
export function heldBySession(
  holders: readonly ProcessIdentity[],
  processes: readonly ProcessIdentity[],
): boolean {
  return holders.length > 0 && holders.every((holder) => processes.some((one) => sameProcess(one, holder)));
}
