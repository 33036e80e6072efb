import type { AgentReport } from "#lib/contract/agent.ts";

type Part = Pick<AgentReport, "sessionId" | "seq" | "full" | "part" | "parts" | "locks">;

/** What to do with a report: take its locks in, and after the last part of a snapshot, drop all others. */
export type FeedStep =
  | { kind: "repeated" }
  | { kind: "hole" }
  | { kind: "delta" }
  | { kind: "part"; seen: null }
  | { kind: "last-part"; seen: ReadonlySet<string> };

/**
 * Keeps the reports of one agent in order: sequence numbers without a hole, parts of a snapshot without a gap. Until
 * a snapshot came whole in this run of the server, deltas are refused, because they would be about an unknown past.
 */
export class AgentFeed {
  #sessionId: string | null = null;
  #seq = -1;
  #whole = false;
  #snapshot: { nextPart: number; parts: number; seen: Set<string> } | null = null;

  get needsSnapshot(): boolean {
    return !this.#whole && this.#snapshot === null;
  }

  /** All of the node is known: a snapshot came whole, and no part of a newer one is still to come. */
  get isWhole(): boolean {
    return this.#whole && this.#snapshot === null;
  }

  /** The agent said hello: its numbers start anew, also when its session is the same as before. */
  begin(sessionId: string): void {
    this.#sessionId = sessionId;
    this.#seq = -1;
    this.#lose();
  }

  /** Decides on a report and notes it as taken; call it only when its effects will be stored. */
  take(report: Part): FeedStep {
    if (report.sessionId !== this.#sessionId) this.begin(report.sessionId);
    else if (report.seq <= this.#seq) return { kind: "repeated" };
    const hole = report.seq !== this.#seq + 1;
    this.#seq = report.seq;
    if (report.full) return this.#takePart(report, hole);
    if (hole) this.#lose();
    // A change between two parts belongs to the snapshot: what appeared in it is not missing from it.
    for (const { key } of report.locks) this.#snapshot?.seen.add(key);
    return this.#whole || this.#snapshot !== null ? { kind: "delta" } : { kind: "hole" };
  }

  /** What was taken could not be stored: the next report must be a snapshot. */
  failed(): void {
    this.#lose();
  }

  #takePart({ part, parts, locks }: Part, hole: boolean): FeedStep {
    const begun = this.#snapshot;
    if (part === 1) this.#snapshot = { nextPart: 1, parts, seen: new Set() };
    else if (hole || begun === null || begun.nextPart !== part || begun.parts !== parts) {
      this.#lose();
      return { kind: "hole" };
    }
    const snapshot = this.#snapshot;
    if (snapshot === null) return { kind: "hole" };
    for (const lock of locks) snapshot.seen.add(lock.key);
    snapshot.nextPart += 1;
    if (part < parts) return { kind: "part", seen: null };
    this.#snapshot = null;
    this.#whole = true;
    return { kind: "last-part", seen: snapshot.seen };
  }

  #lose(): void {
    this.#whole = false;
    this.#snapshot = null;
  }
}
