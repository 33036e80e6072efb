import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import {
  childOf,
  type OwnPid,
  type OwnProcess,
  type Processes,
  programOf,
  signalOwn,
  untilGone,
} from "./processes.ts";

const lookEveryMs = 10;
const patienceMs = 10_000;

/** What holds a lock that nobody owns. */
export interface StuckProcesses {
  readonly holder: OwnPid | null;
  /** Takes the lock; both live. Rejects when somebody else has it. */
  take(): Promise<{ takerPid: number; holderPid: number }>;
  /** kill -9 of the taker: what it took stays taken. */
  orphan(): Promise<void>;
  /** The holder ends, and the lock with it. */
  end(): Promise<void>;
}

/**
 * `flock FILE cat FIFO`: the taker asks for the lock, and `cat` inherits its description. `cat` ends at the end of the
 * FIFO, whose only writer is this process: so it never outlives the drill, whatever is killed.
 */
export class StuckLock implements StuckProcesses {
  readonly #processes: Processes;
  readonly #file: string;
  readonly #fifo: string;
  readonly #givesPid: boolean;
  #writer: number | null = null;
  #taker: OwnProcess | null = null;
  #holder: OwnPid | null = null;

  /** `givesPid`: the taker's PID can be another's once it is dead, while `cat` lives: it leads no group then. */
  constructor(processes: Processes, file: string, fifo: string, givesPid: boolean) {
    this.#givesPid = givesPid;
    this.#processes = processes;
    this.#file = file;
    this.#fifo = fifo;
  }

  get holder(): OwnPid | null {
    return this.#holder;
  }

  /** Takes the lock; both live. Rejects when somebody else has it. */
  async take(): Promise<{ takerPid: number; holderPid: number }> {
    if (this.#writer === null) {
      spawnSync("mkfifo", ["-m", "600", this.#fifo]);
      // Linux lets a FIFO be opened both ways, and does not wait then for a reader.
      this.#writer = openSync(this.#fifo, constants.O_RDWR);
    }
    const taker = this.#processes.start("flock", ["--timeout", "5", this.#file, "cat", this.#fifo], {
      ownSession: !this.#givesPid,
    });
    this.#taker = taker;
    const holderPid = await Promise.race([childThatRuns(taker.pid, "cat"), taker.ended.then(() => null)]);
    if (holderPid === null) throw new Error("flock could not take the file: somebody else has it");
    this.#holder = this.#processes.note(holderPid);
    return { takerPid: taker.pid, holderPid };
  }

  /** kill -9 of the taker: what it took stays taken. */
  async orphan(): Promise<void> {
    if (this.#taker === null) return;
    signalOwn(this.#taker, "SIGKILL");
    await untilGone(this.#taker);
  }

  /** The end of the FIFO: `cat` ends by itself, and the lock with it. */
  async end(): Promise<void> {
    if (this.#writer !== null) closeSync(this.#writer);
    this.#writer = null;
    if (this.#holder !== null) await untilGone(this.#holder);
    this.#holder = null;
  }
}

async function childThatRuns(pid: number, program: string): Promise<number> {
  const giveUp = AbortSignal.timeout(patienceMs);
  for (;;) {
    const child = childOf(pid);
    if (child !== null && programOf(child) === program) return child;
    if (giveUp.aborted) throw new Error(`PID ${pid} did not start ${program}`);
    await sleep(lookEveryMs);
  }
}
