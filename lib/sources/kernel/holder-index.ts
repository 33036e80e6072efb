import { type HeldLine, HolderSearch, type SearchDepth, type Wanted } from "./holder-search.ts";
import type { HostView } from "./host-view.ts";
import { entryOf, holderOf, type LockGroup, newGroup, noteChild } from "./lock-group.ts";
import type { ProcessFacts } from "./process-facts.ts";
import type { ProcessWatch } from "./process-watch.ts";
import type { ProcFs } from "./procfs.ts";

/** Who was found holding what: keeps the holders of every group in step with the processes looked at. */
export class HolderIndex {
  /** Processes whose descriptors could not be read when they were last looked at. */
  readonly unreadable = new Set<number>();
  /** Groups whose holders changed since the caller emptied it. */
  readonly touched = new Set<LockGroup>();
  readonly #search: HolderSearch;
  readonly #view: HostView;
  readonly #watch: ProcessWatch;
  readonly #groups: Map<string, LockGroup>;
  readonly #heldBy = new Map<number, LockGroup[]>();
  readonly #kernelThreads = new Set<number>();
  readonly #lookedAt = new Set<string>();
  #wanted: Wanted = { inodes: new Set(), byText: new Map(), devicesMounted: false };

  constructor(proc: ProcFs, view: HostView, watch: ProcessWatch, groups: Map<string, LockGroup>) {
    this.#search = new HolderSearch(proc, view.countsDescriptors);
    this.#view = view;
    this.#watch = watch;
    this.#groups = groups;
  }

  /** Says anew what is looked for, after the table changed. */
  aim(byText: Wanted["byText"]): void {
    const inodes = new Set<string>();
    let devicesMounted = this.#view.scope === "host";
    for (const group of this.#groups.values()) {
      if (group.inode !== null) inodes.add(group.inode);
      if (group.device !== null && !this.#view.mounts.has(group.device)) devicesMounted = false;
    }
    this.#wanted = { inodes, byText, devicesMounted };
  }

  /** Sets how many descriptors of threads may be compared from now on. */
  allow(compareBudget: number): void {
    this.#search.allow(compareBudget);
  }

  holderPids(): Iterable<number> {
    return this.#heldBy.keys();
  }

  heldBy(pid: number): readonly LockGroup[] {
    return this.#heldBy.get(pid) ?? [];
  }

  /** Begins a new round: within one, a process is not looked through twice as deep. */
  begin(): void {
    this.#lookedAt.clear();
  }

  /**
   * Looks through one process's descriptors and notes what it holds now, and no more. False when threads were
   * left uncompared.
   */
  look(pid: number, depth: SearchDepth, monoMs: number): boolean {
    if (this.#kernelThreads.has(pid) || this.#lookedAt.has(`${pid}/${depth}`)) return true;
    const search = this.#search.lookAt(pid, this.#wanted, depth);
    this.#lookedAt.add(`${pid}/${depth}`);
    if (!search.hasThreads) this.#lookedAt.add(`${pid}/threads`);
    this.drop(pid);
    if (search.status === "unreadable") this.unreadable.add(pid);
    if (search.status === "kernel-thread") this.#kernelThreads.add(pid);
    if (search.held.length > 0 && search.startTime !== null) {
      const facts = this.#watch.factsOf(pid, search.startTime);
      // Where another process has its number by now, what it held is held no more.
      if (facts !== null) for (const held of search.held) this.#note(facts, held, monoMs);
    }
    return search.threadsCompared;
  }

  /** Forgets a process that ended or was replaced. */
  drop(pid: number): void {
    this.unreadable.delete(pid);
    for (const group of this.heldBy(pid)) {
      group.holders = group.holders.filter((held) => held.pid !== pid);
      this.touched.add(group);
      if (!group.inTable && group.holders.length === 0) group.dropped = this.#groups.delete(group.key);
    }
    this.#heldBy.delete(pid);
  }

  /** Forgets whoever is not among these processes. */
  keepOnly(pids: ReadonlySet<number>): void {
    for (const pid of [...this.#heldBy.keys(), ...this.unreadable, ...this.#kernelThreads]) {
      if (pids.has(pid)) continue;
      this.drop(pid);
      this.#kernelThreads.delete(pid);
    }
  }

  #note(facts: ProcessFacts, held: HeldLine, monoMs: number): void {
    const group = this.#groups.get(held.line.key) ?? this.#hidden(held, monoMs);
    if (group === null) return;
    const { pid } = facts;
    const recordedPid = held.line.pid;
    const entry = entryOf(group, recordedPid);
    if (entry !== undefined && recordedPid === pid) entry.taker ??= facts;
    if (entry !== undefined && recordedPid === facts.ppid) noteChild(entry, pid, facts.startTime);
    const known = holderOf(group, pid);
    // One process may have several descriptions of the file; the one that names it as taker says most.
    if (known !== undefined && (known.recordedPid === pid || recordedPid !== pid)) return;
    const { line, fd, path } = held;
    const found = { pid, startTime: facts.startTime, fd, mode: line.mode, recordedPid, path };
    this.touched.add(group);
    if (known !== undefined) {
      Object.assign(known, found);
      return;
    }
    group.holders = [...group.holders, found];
    const groups = this.#heldBy.get(pid);
    if (groups === undefined) this.#heldBy.set(pid, [group]);
    else groups.push(group);
  }

  /** In a child PID namespace the table leaves locks out that a descriptor still shows. */
  #hidden(held: HeldLine, monoMs: number): LockGroup | null {
    if (this.#view.scope === "host") return null;
    const group = newGroup(held.line, { monoMs, ticks: Number.MAX_SAFE_INTEGER, mark: null, before: null });
    group.inTable = false;
    this.#groups.set(held.line.key, group);
    return group;
  }
}
