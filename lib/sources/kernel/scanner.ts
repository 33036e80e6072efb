import type { Limitation } from "#lib/contract/rows.ts";
import type { Clock } from "#lib/domain/clock.ts";
import { type DescribeContext, describeGroup, type LockFacts, sameFacts } from "./describe.ts";
import { HolderIndex } from "./holder-index.ts";
import type { SearchDepth } from "./holder-search.ts";
import { type HostView, readHostView, readUptimeTicks } from "./host-view.ts";
import { type KeptTakers, keepTakers, recallTakers } from "./kept-takers.ts";
import { applyTable, isSettled, type Listing, type LockGroup, noteSearch } from "./lock-group.ts";
import { isPidOrderStartOrder, type PidMark, readPidMark } from "./pid-order.ts";
import { ProcessWatch } from "./process-watch.ts";
import { ProcFs } from "./procfs.ts";
import { scanLimitations } from "./scan-limitations.ts";
import { TableReader } from "./table-reader.ts";

export interface ScannerOptions {
  node: string;
  clock: Pick<Clock, "monoMs">;
  proc?: ProcFs;
  user?: { uid: number; groups: readonly number[] };
  users?: ReadonlyMap<number, string>;
  /** Name of the resource that a path belongs to; the base name by default. */
  resourceOf?: (path: string) => string;
  /** Routine searches of every process come this far apart at least. */
  fullEveryMs?: number;
  /** What an earlier scanner of this host kept. */
  kept?: KeptTakers | null;
}

export interface ScanResult {
  /** Locks whose facts are new or differ from the scan before. */
  changed: LockFacts[];
  gone: string[];
  scanMs: number;
  /** True when the descriptors of every process were searched. */
  full: boolean;
  limitations: Limitation[];
}

/** A search of every process may take one part in this many of the time: when a lock asks for it, and as a routine. */
const urgentShare = 10;
/** A search as short as this may follow at once. */
const freeSearchMs = 100;
const routineShare = 50;
/** Descriptors of threads compared in one search, about a quarter of a second. */
const compareBudget = 50_000;

/**
 * Reads the kernel's lock table of this host and finds the true holders. Keeps what it knows between scans, so
 * that a steady host costs little more than one read of `/proc/locks`. Synchronous: run it in a worker thread
 * where something else must go on meanwhile.
 */
export class KernelScanner {
  readonly view: HostView;
  readonly #clock: Pick<Clock, "monoMs">;
  readonly #proc: ProcFs;
  readonly #watch: ProcessWatch;
  readonly #index: HolderIndex;
  readonly #table: TableReader;
  readonly #groups = new Map<string, LockGroup>();
  readonly #described = new Map<string, LockFacts>();
  readonly #context: DescribeContext;
  readonly #fullEveryMs: number;
  readonly #kept: KeptTakers | null;
  /** Groups whose true holders are still to be searched among all processes. */
  readonly #unsettled = new Set<LockGroup>();
  readonly #recordedAs = new Map<number, LockGroup[]>();
  #pids: ReadonlySet<number> = new Set();
  #before: Listing | null = null;
  #mark: PidMark | null = null;
  #fullAllowedMs = Number.NEGATIVE_INFINITY;
  #fullDueMs = Number.NEGATIVE_INFINITY;
  #threadsCompared = true;
  #pidOrder: boolean | null = null;

  constructor(options: ScannerOptions) {
    this.#clock = options.clock;
    this.#proc = options.proc ?? new ProcFs();
    const self = { uid: process.geteuid?.() ?? 0, groups: process.getgroups?.() ?? [] };
    this.view = readHostView(this.#proc, options.user ?? self);
    this.#watch = new ProcessWatch(this.#proc, this.view.countsDescriptors);
    this.#index = new HolderIndex(this.#proc, this.view, this.#watch, this.#groups);
    this.#table = new TableReader(this.#proc);
    this.#fullEveryMs = options.fullEveryMs ?? 30_000;
    this.#kept = options.kept ?? null;
    this.#context = {
      node: options.node,
      view: this.view,
      users: options.users ?? new Map(),
      watch: this.#watch,
      unreadable: this.#index.unreadable,
      pidOrder: () => {
        this.#pidOrder ??= isPidOrderStartOrder(this.#proc, [...this.#pids]);
        return this.#pidOrder;
      },
      resourceOf: options.resourceOf ?? ((path) => path.slice(path.lastIndexOf("/") + 1)),
    };
  }

  /** All locks as of the last scan. */
  locks(): LockFacts[] {
    return [...this.#described.values()];
  }

  /** When each lock was first seen, monotonic ms. */
  firstSeenMs(key: string): number | null {
    return this.#groups.get(key)?.firstSeenMs ?? null;
  }

  /** What the next scanner of this host should be given; null when it could not believe it. */
  keep(): KeptTakers | null {
    const { bootId, pidNs, scope } = this.view;
    if (scope !== "host" || bootId === "" || this.#mark === null) return null;
    return { bootId, pidNs, mark: this.#mark, locks: keepTakers(this.#groups.values()) };
  }

  /** One scan. `full` asks for a search of every process and thread, however recent the last one was. */
  scan(options: { full?: boolean } = {}): ScanResult {
    const startedMs = this.#clock.monoMs();
    this.#pidOrder = null;
    this.#watch.begin();
    const before = this.#before;
    const listing = this.#list();
    this.#pids = listing.pids;
    this.#mark = listing.mark;
    const look = new Set<number>();
    this.#readTable(look);
    this.#noticeProcesses(before?.pids ?? null, look);
    this.#index.begin();
    for (const pid of look) this.#index.look(pid, "processes", startedMs);
    for (const group of this.#unsettled) this.#settle(group);
    const full = this.#isFullDue(startedMs, options.full === true);
    // What the first scan knows of processes, it has just read.
    if (full) this.#searchAll(before !== null && startedMs >= this.#fullDueMs);
    if (before === null) this.#recall();
    const result = this.#report();
    this.#before = listing;
    return { ...result, full, scanMs: this.#clock.monoMs() - startedMs };
  }

  #list(): Listing {
    const fromTicks = readUptimeTicks(this.#proc);
    const mark = this.view.scope === "host" ? readPidMark(this.#proc) : null;
    const pids = new Set(this.#proc.pids());
    return { fromTicks, mark, pids, listedTicks: readUptimeTicks(this.#proc) };
  }

  /** Reads the table; fresh groups make their recorded processes worth a look. */
  #readTable(look: Set<number>): void {
    const table = this.#table.read();
    if (table === null) return;
    const now = {
      monoMs: this.#clock.monoMs(),
      ticks: readUptimeTicks(this.#proc) + 1,
      mark: this.#mark,
      before: this.#before,
    };
    const difference = applyTable(this.#groups, table, now);
    for (const group of difference.gone) this.#index.touched.add(group);
    for (const group of difference.waitersChanged) this.#index.touched.add(group);
    for (const group of difference.fresh) {
      this.#unsettled.add(group);
      this.#index.touched.add(group);
      for (const { recordedPid } of group.entries) if (this.#pids.has(recordedPid)) look.add(recordedPid);
      for (const { pid } of group.holders) look.add(pid);
    }
    this.#recordedAs.clear();
    for (const group of this.#groups.values()) {
      for (const { recordedPid } of group.entries) {
        const groups = this.#recordedAs.get(recordedPid);
        if (groups === undefined) this.#recordedAs.set(recordedPid, [group]);
        else groups.push(group);
      }
    }
    this.#index.aim(table.byText);
  }

  /** A process that ended, was replaced, or is new may change who holds what, without a sign in the table. */
  #noticeProcesses(before: ReadonlySet<number> | null, look: Set<number>): void {
    for (const [pid, change] of this.#watch.changes()) {
      const groups = [...this.#index.heldBy(pid), ...(this.#recordedAs.get(pid) ?? [])];
      if (change !== "gone") look.add(pid);
      if (change === "descriptors") continue;
      this.#index.drop(pid);
      for (const group of groups) this.#doubt(group);
    }
    if (this.#groups.size === 0 || before === null) return;
    // A new process may have inherited a descriptor.
    for (const pid of this.#pids) if (!before.has(pid)) look.add(pid);
  }

  /** Everything about the lock has to be looked at again. */
  #doubt(group: LockGroup): void {
    this.#unsettled.add(group);
    this.#index.touched.add(group);
    for (const { pid } of group.holders) this.#watch.forget(pid);
  }

  #settle(group: LockGroup): void {
    if (group.searched === "none") group.searched = "recorded";
    group.unreadable = this.#index.unreadable.size;
    if (isSettled(group) || group.dropped) this.#unsettled.delete(group);
  }

  #isFullDue(nowMs: number, asked: boolean): boolean {
    if (this.#groups.size === 0 && this.view.scope === "host") return false;
    if (asked || nowMs >= this.#fullDueMs) return true;
    return this.#unsettled.size > 0 && nowMs >= this.#fullAllowedMs;
  }

  /**
   * Searches every process, and a second time where nobody was found while the entry stayed in the table. As a
   * routine, what is known of processes is read anew too: one may run another program by now.
   */
  #searchAll(routine: boolean): void {
    const startedMs = this.#clock.monoMs();
    if (routine) this.#watch.forgetAll();
    for (const group of this.#groups.values()) {
      if (!isSettled(group)) this.#doubt(group);
      else if (routine) this.#index.touched.add(group);
    }
    this.#lookAtAll(this.#unsettled.size > 0 ? "threads" : "processes");
    if (this.#hasUnheld()) {
      this.#readTable(new Set());
      this.#pids = new Set(this.#proc.pids());
      this.#index.begin();
      if (this.#hasUnheld()) this.#lookAtAll("threads");
    }
    this.#unsettled.clear();
    const endedMs = this.#clock.monoMs();
    const tookMs = endedMs - startedMs;
    this.#fullAllowedMs = tookMs <= freeSearchMs ? endedMs : endedMs + urgentShare * tookMs;
    this.#fullDueMs = endedMs + Math.max(this.#fullEveryMs, routineShare * tookMs);
  }

  /** Once, after the first search: later, this scanner knows better. */
  #recall(): void {
    if (this.#kept === null) return;
    const { bootId, pidNs, scope } = this.view;
    const mark = readPidMark(this.#proc);
    const stat = (pid: number) => this.#watch.stat(pid);
    recallTakers(this.#groups, this.#kept, { bootId, pidNs, scope, mark, stat });
  }

  #hasUnheld(): boolean {
    for (const group of this.#unsettled) if (group.holders.length === 0 && !group.dropped) return true;
    return false;
  }

  #lookAtAll(depth: SearchDepth): void {
    const nowMs = this.#clock.monoMs();
    this.#index.allow(compareBudget);
    this.#threadsCompared = true;
    this.#index.keepOnly(this.#pids);
    for (const pid of this.#pids) {
      if (!this.#index.look(pid, depth, nowMs)) this.#threadsCompared = false;
    }
    const searched = depth === "threads" && this.#threadsCompared ? "threads" : "processes";
    for (const group of this.#groups.values()) {
      if (noteSearch(group, searched, this.#index.unreadable.size)) this.#index.touched.add(group);
    }
  }

  #report(): Pick<ScanResult, "changed" | "gone" | "limitations"> {
    const changed: LockFacts[] = [];
    const gone: string[] = [];
    for (const group of this.#index.touched) {
      if (group.dropped) {
        if (!this.#groups.has(group.key) && this.#described.delete(group.key)) gone.push(group.key);
        continue;
      }
      const facts = describeGroup(group, this.#context);
      const known = this.#described.get(group.key);
      if (known !== undefined && sameFacts(known, facts)) continue;
      this.#described.set(group.key, facts);
      changed.push(facts);
    }
    if (this.#index.touched.size > 0) this.#watchInvolved();
    this.#index.touched.clear();
    const limitations = scanLimitations(this.view, {
      unreadable: this.#index.unreadable.size,
      threadsCompared: this.#threadsCompared,
      table: this.#table.problems,
    });
    return { changed, gone, limitations };
  }

  #watchInvolved(): void {
    const involved = new Set<number>(this.#index.holderPids());
    for (const group of this.#groups.values()) {
      for (const { recordedPid } of group.entries) if (recordedPid > 0) involved.add(recordedPid);
      for (const pid of group.waiters) if (pid > 0) involved.add(pid);
    }
    this.#watch.watch(involved);
  }
}
