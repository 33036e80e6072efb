import { type ProcessFacts, readProcess, readStat, type StatResult } from "./process-facts.ts";
import type { DirMark, ProcFs } from "./procfs.ts";

/** What happened to a watched process since the last look. */
export type ProcessChange = "gone" | "replaced" | "descriptors";

interface Watched {
  mark: DirMark | null;
  startTime: number | null;
}

/**
 * Notices cheaply that a process ended, was replaced under its number, or opened or closed descriptors: one
 * `stat` of its `fd` directory, whose inode belongs to the process and whose size counts its descriptors.
 * Facts about processes are kept until one of these happens.
 */
export class ProcessWatch {
  readonly #proc: ProcFs;
  readonly #countsDescriptors: boolean;
  readonly #watched = new Map<number, Watched>();
  readonly #facts = new Map<number, ProcessFacts | null>();
  readonly #stats = new Map<number, StatResult>();

  constructor(proc: ProcFs, countsDescriptors: boolean) {
    this.#proc = proc;
    this.#countsDescriptors = countsDescriptors;
  }

  /** Watches exactly these processes from now on. */
  watch(pids: ReadonlySet<number>): void {
    for (const pid of this.#watched.keys()) {
      if (!pids.has(pid)) this.#watched.delete(pid);
    }
    for (const pid of this.#facts.keys()) {
      if (!pids.has(pid)) this.#facts.delete(pid);
    }
    for (const pid of pids) {
      if (!this.#watched.has(pid)) this.#watched.set(pid, this.#look(pid));
    }
  }

  /** Begins a new look: within one scan, a process is read once. */
  begin(): void {
    this.#stats.clear();
  }

  /** What changed since the last call; the facts about those processes are forgotten. */
  changes(): Map<number, ProcessChange> {
    const changes = new Map<number, ProcessChange>();
    for (const [pid, before] of this.#watched) {
      const mark = this.#proc.mark(`${pid}/fd`);
      if (this.#countsDescriptors && same(mark, before.mark)) continue;
      this.#stats.delete(pid);
      const now = this.#look(pid, mark);
      this.#watched.set(pid, now);
      const change = this.#compare(before, now);
      if (change === null) continue;
      changes.set(pid, change);
      this.#facts.delete(pid);
    }
    return changes;
  }

  /** Facts about a process, read once until it changes; null when it is gone or hidden. */
  facts(pid: number): ProcessFacts | null {
    const known = this.#facts.get(pid);
    if (known !== undefined) return known;
    const facts = readProcess(this.#proc, pid);
    this.#facts.set(pid, facts);
    // They begin with its state, which is then not read a second time in this scan.
    if (facts !== null) this.#stats.set(pid, facts);
    return facts;
  }

  /** Facts about the process of that number that started then; null when another has it, or none. */
  factsOf(pid: number, startTime: number): ProcessFacts | null {
    const known = this.facts(pid);
    if (known?.startTime === startTime) return known;
    this.forget(pid);
    const now = this.facts(pid);
    return now?.startTime === startTime ? now : null;
  }

  /** Reads the facts anew next time: a parent, session or program can change without other signs. */
  forget(pid: number): void {
    this.#facts.delete(pid);
    this.#stats.delete(pid);
  }

  forgetAll(): void {
    this.#facts.clear();
  }

  /** A process's state in this scan. */
  stat(pid: number): StatResult {
    const known = this.#stats.get(pid);
    if (known !== undefined) return known;
    const stat = readStat(this.#proc, pid);
    this.#stats.set(pid, stat);
    return stat;
  }

  #look(pid: number, mark = this.#proc.mark(`${pid}/fd`)): Watched {
    const stat = this.stat(pid);
    return { mark, startTime: typeof stat === "string" ? null : stat.startTime };
  }

  #compare(before: Watched, now: Watched): ProcessChange | null {
    if (before.startTime !== now.startTime) return now.startTime === null ? "gone" : "replaced";
    return before.mark?.size === now.mark?.size ? null : "descriptors";
  }
}

function same(a: DirMark | null, b: DirMark | null): boolean {
  if (a === null || b === null) return a === b;
  return a.inode === b.inode && a.size === b.size;
}
