import { availableParallelism } from "node:os";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { ProcessSearch, SearchDepth, Wanted } from "./holder-search.ts";
import { type PackedSearch, unpack } from "./packed-search.ts";
import type { ProcFs } from "./procfs.ts";
import type { HelperData } from "./search-helper-thread.ts";
import { conclude, newControl, type SearchShare, take } from "./search-share.ts";

/** One process is looked at in well under that, also a large one. */
const stuckMs = 10_000;
/** Fewer processes are looked at before a second thread has begun. */
const worthSharing = 100;

/** What is looked for, and how. */
export interface SearchTask {
  wanted: Wanted;
  depth: SearchDepth;
  compareBudget: number;
  countsDescriptors: boolean;
}

/**
 * A second thread for the first search of a host, at which somebody waits: it halves the time. It only reads; what
 * it found is judged by whoever asked. Where it fails or comes too late, the search is done without it.
 */
export class SearchHelper {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #isOpen = true;

  /** A helper for hosts on which it is worth its start: many processes, and a second processor; else null. */
  static ifWorthwhile(proc: ProcFs): SearchHelper | null {
    return availableParallelism() > 1 && proc.pids().length >= worthSharing ? new SearchHelper(proc) : null;
  }

  constructor(proc: ProcFs) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const workerData: HelperData = { port: port2, procRoot: proc.root };
    this.#worker = new Worker(new URL("./search-helper-thread.ts", import.meta.url), {
      workerData,
      transferList: [port2],
    });
    // A helper that failed is one that never comes.
    this.#worker.on("error", () => this.close());
    this.#worker.unref();
  }

  /**
   * Has every process looked at once: `look` does so in this thread, and `take` is given what the other one found.
   * Returns when all are done.
   */
  share(
    pids: readonly number[],
    task: SearchTask,
    {
      look,
      take: taken,
    }: { look: (pid: number) => void; take: (pid: number, search: ProcessSearch) => void },
  ): void {
    if (!this.#isOpen || pids.length < worthSharing) {
      for (const pid of pids) look(pid);
      return;
    }
    const share = this.#offer(pids, task);
    const left = new Set(pids);
    for (let pid = take(share); pid !== null; pid = take(share)) {
      look(pid);
      left.delete(pid);
    }
    for (const [pid, search] of this.#collect(share)) {
      taken(pid, search);
      left.delete(pid);
    }
    for (const pid of left) look(pid);
  }

  /** Ends the thread; later searches are done without it. */
  close(): void {
    this.#isOpen = false;
    this.#port.close();
    void this.#worker.terminate();
  }

  #offer(pids: readonly number[], { wanted, ...how }: SearchTask): SearchShare {
    const share: SearchShare = {
      ...how,
      control: newControl(),
      pids: Int32Array.from(pids),
      inodes: [...wanted.inodes].join(" "),
      devicesMounted: wanted.devicesMounted,
    };
    this.#port.postMessage(share);
    return share;
  }

  #collect(share: SearchShare): [number, ProcessSearch][] {
    const end = conclude(share, stuckMs);
    if (end === "stuck") this.close();
    if (end !== "done") return [];
    const found = receiveMessageOnPort(this.#port)?.message as PackedSearch[] | undefined;
    return (found ?? []).map(unpack);
  }
}
