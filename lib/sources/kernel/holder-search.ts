import type { LockLine } from "./lock-line.ts";
import { parseFdinfoLocks } from "./lock-table.ts";
import { readStat } from "./process-facts.ts";
import { failed, type ProcFs } from "./procfs.ts";

/** A `lock:` line in the fdinfo of a living process: proof that the process holds that lock. */
export interface HeldLine {
  line: LockLine;
  fd: number;
  /** Where the descriptor leads, as the kernel says it; ` (deleted)` at the end of an unlinked file. */
  path: string;
}

/** What the search is for, so that descriptors which cannot be it are not opened. */
export interface Wanted {
  /** Inode numbers of the locks looked for. */
  inodes: ReadonlySet<string>;
  /** The lines of the table, as `LockTable` has them. */
  byText: ReadonlyMap<string, LockLine>;
  /** False when a lock lies on a device that is not mounted here: then no kind of descriptor is left out. */
  devicesMounted: boolean;
}

/** `processes` trusts that threads with as many descriptors as their process share its table; `threads` compares. */
export type SearchDepth = "processes" | "threads";

export interface ProcessSearch {
  /** Which process of that number was searched: ticks after boot, read before; null when it could not be. */
  startTime: number | null;
  held: HeldLine[];
  status: "searched" | "gone" | "unreadable" | "kernel-thread";
  hasThreads: boolean;
  /** False when threads were left uncompared because the budget was used up. */
  threadsCompared: boolean;
}

/** The descriptors of one table, and where each leads. */
interface Table {
  names: readonly string[];
  links: readonly (string | null)[];
}

/** A descriptor's fdinfo begins with other lines. */
const lockMark = Buffer.from("\nlock:\t");

/** Looks for locks in the descriptor tables of processes and of their threads. */
export class HolderSearch {
  readonly #proc: ProcFs;
  readonly #countsDescriptors: boolean;
  /** Links that may still be read for comparing tables of threads, in this search. */
  #compareBudget = 0;

  constructor(proc: ProcFs, countsDescriptors: boolean) {
    this.#proc = proc;
    this.#countsDescriptors = countsDescriptors;
  }

  /** Sets how many descriptors may be compared between threads from now on: this bounds the time of a search. */
  allow(compareBudget: number): void {
    this.#compareBudget = compareBudget;
  }

  /** Searches one process: its table, and those of its threads that have one of their own. */
  lookAt(pid: number, wanted: Wanted, depth: SearchDepth): ProcessSearch {
    const stat = readStat(this.#proc, pid);
    if (typeof stat === "string") return notSearched(stat);
    if (stat.kernelThread) return notSearched("kernel-thread");
    const names = this.#proc.list(`${pid}/fd`);
    if (failed(names)) return notSearched(readStat(this.#proc, pid) === "gone" ? "gone" : "unreadable");
    const { startTime } = stat;
    const result: ProcessSearch = {
      startTime,
      held: [],
      status: "searched",
      hasThreads: false,
      threadsCompared: true,
    };
    const leader: Table = { names, links: this.#readTable(`${pid}`, names, wanted, result.held) };
    const threads = this.#proc.list(`${pid}/task`);
    if (!failed(threads) && threads.length > 1) {
      result.hasThreads = true;
      for (const tid of threads) {
        if (tid !== `${pid}`) this.#lookAtThread(`${pid}/task/${tid}`, pid, leader, wanted, depth, result);
      }
    }
    return result;
  }

  /** Adds what is held to `held`; gives where each descriptor leads, null for one that was closed meanwhile. */
  #readTable(base: string, names: readonly string[], wanted: Wanted, held: HeldLine[]): Table["links"] {
    const links: (string | null)[] = [];
    const [fd, fdinfo] = [`${base}/fd/`, `${base}/fdinfo/`];
    for (const name of names) {
      const path = this.#proc.link(fd + name);
      links.push(failed(path) ? null : path);
      if (failed(path) || !mayBeLocked(path, wanted)) continue;
      const text = this.#proc.textFrom(fdinfo + name, lockMark);
      if (failed(text) || text === "") continue;
      for (const line of parseFdinfoLocks(text, wanted.byText)) held.push({ line, fd: Number(name), path });
    }
    return links;
  }

  #lookAtThread(
    base: string,
    pid: number,
    leader: Table,
    wanted: Wanted,
    depth: SearchDepth,
    result: ProcessSearch,
  ): void {
    if (depth === "processes" && this.#countsDescriptors && this.#sameCount(base, pid)) return;
    const names = this.#proc.list(`${base}/fd`);
    if (failed(names)) return;
    if (sameNames(names, leader.names)) {
      if (depth === "processes") return;
      if (this.#compareBudget < names.length) {
        result.threadsCompared = false;
        return;
      }
      this.#compareBudget -= names.length;
      if (this.#sameLinks(base, leader)) return;
    }
    this.#readTable(base, names, wanted, result.held);
  }

  #sameCount(base: string, pid: number): boolean {
    // Twice, because a busy process opens and closes descriptors between the two looks.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const thread = this.#proc.mark(`${base}/fd`);
      if (thread === null || thread.size === this.#proc.mark(`${pid}/fd`)?.size) return true;
    }
    return false;
  }

  /** A descriptor that was reopened since the leader's were read looks different, and is then read once more. */
  #sameLinks(base: string, leader: Table): boolean {
    const fd = `${base}/fd/`;
    return leader.names.every((name, at) => {
      const link = this.#proc.link(fd + name);
      return failed(link) || link === leader.links[at];
    });
  }
}

function notSearched(status: ProcessSearch["status"]): ProcessSearch {
  return { startTime: null, held: [], status, hasThreads: false, threadsCompared: true };
}

/**
 * Pipes and sockets say their inode in the link. Other descriptors without a file, such as epoll, are opened
 * only when a wanted lock could be on a file system that is mounted nowhere.
 */
function mayBeLocked(path: string, wanted: Wanted): boolean {
  const first = path.charCodeAt(0);
  if (first === slash) return true;
  const inode = /^(?:pipe|socket):\[(\d+)\]$/.exec(path)?.[1];
  if (inode !== undefined) return wanted.inodes.has(inode);
  return !wanted.devicesMounted || !path.startsWith("anon_inode:");
}

const slash = 47;

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, at) => name === b[at]);
}
