import type { SearchDepth } from "./holder-search.ts";

/** One search that two threads take processes from: each process is looked at by exactly one of them. */
export interface SearchShare {
  /** In memory of both threads: `next` and `state` below. */
  control: Int32Array;
  pids: Int32Array;
  /** Of `Wanted`, with spaces between them: one text crosses faster than ten thousand. */
  inodes: string;
  devicesMounted: boolean;
  depth: SearchDepth;
  compareBudget: number;
  countsDescriptors: boolean;
}

const [next, state] = [0, 1];
/** The helper has not come yet; is at work; has sent what it found; comes too late. */
const [away, joined, done, over] = [0, 1, 2, 3];

/** Memory for one search, of which nothing is taken yet. */
export function newControl(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** The next process that nobody has taken; null when none is left. */
export function take({ control, pids }: SearchShare): number | null {
  return pids[Atomics.add(control, next, 1)] ?? null;
}

/** The helper begins. False when the search is over: then it must take nothing any more. */
export function join({ control }: SearchShare): boolean {
  return Atomics.compareExchange(control, state, away, joined) === away;
}

/** The helper took all that it could, and sent what it found. */
export function finish({ control }: SearchShare): void {
  Atomics.store(control, state, done);
  Atomics.notify(control, state);
}

/**
 * Nothing is left to take: waits for the helper if it is at work. `alone` when it never came, `stuck` when it did not
 * finish in `ms` milliseconds.
 */
export function conclude({ control }: SearchShare, ms: number): "alone" | "done" | "stuck" {
  if (Atomics.compareExchange(control, state, away, over) === away) return "alone";
  return Atomics.wait(control, state, joined, ms) === "timed-out" ? "stuck" : "done";
}
