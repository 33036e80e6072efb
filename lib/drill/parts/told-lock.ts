import { statSync } from "node:fs";
import type { KernelLock, KernelProcess } from "#lib/contract/agent.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { lives, type OwnPid, type OwnProcess, type Processes, signalOwn, untilGone } from "./processes.ts";
import type { StuckProcesses } from "./stuck-lock.ts";

const proc = new ProcFs();

/**
 * Where the host cannot show a real stuck lock: two real processes, and a flock that is only told. Everything that is
 * done to it is done to them.
 */
export class ToldStuckLock implements StuckProcesses {
  readonly #processes: Processes;
  readonly #onChange: () => void;
  #taker: OwnProcess | null = null;
  #holder: OwnProcess | null = null;

  constructor(processes: Processes, onChange: () => void) {
    this.#processes = processes;
    this.#onChange = onChange;
  }

  get holder(): OwnPid | null {
    return this.#holder;
  }

  get taker(): OwnPid | null {
    return this.#taker;
  }

  async take(): Promise<{ takerPid: number; holderPid: number }> {
    // Each sleeps until the runner's end of its pipe is gone.
    this.#taker = this.#processes.start("cat", [], { input: true });
    this.#holder = this.#processes.start("cat", [], { input: true });
    this.#onChange();
    return { takerPid: this.#taker.pid, holderPid: this.#holder.pid };
  }

  async orphan(): Promise<void> {
    await this.#kill(this.#taker);
  }

  /** As a real one is cleared: what holds it is ended. */
  async end(): Promise<void> {
    await this.#kill(this.#holder);
    this.#holder = null;
    this.#onChange();
  }

  async #kill(one: OwnProcess | null): Promise<void> {
    if (one === null) return;
    signalOwn(one, "SIGKILL");
    await untilGone(one);
    this.#onChange();
  }
}

export interface ToldFacts {
  file: string;
  resource: string;
  agent: ProcessIdentity;
  taker: OwnPid;
  holder: OwnPid;
}

/** Key of the flock of a file, as an agent makes it (type/major:minor:inode/range). */
export function flockKey(file: string): string {
  const { dev, ino } = statSync(file, { bigint: true });
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn & 0xffffffffn);
  return `flock/${hex(major)}:${hex(minor)}:${ino}/0-EOF`;
}

/** What an agent would report of it. */
export function toldLock({ file, resource, agent, taker, holder }: ToldFacts): KernelLock {
  const takerLives = lives(taker);
  const stat = readStat(proc, taker.pid);
  const gone = typeof stat === "string" ? "gone" : "reused";
  const holderOf = (one: OwnPid, command: string): KernelLock["holders"][number] => ({
    process: processOf(agent, one, command),
    mode: "exclusive",
    fd: 3,
    relation: one === taker ? "is-taker" : "younger-than-taker",
    reparented: !takerLives,
    recordedPid: taker.pid,
    parent: takerLives ? "taker" : "init",
    detached: false,
    sameProgram: one === taker,
  });
  return {
    key: flockKey(file),
    type: "flock",
    mode: "exclusive",
    resource,
    path: file,
    pathUnknownReason: null,
    holders: [
      ...(takerLives ? [holderOf(taker, `flock ${file}`)] : []),
      ...(lives(holder) ? [holderOf(holder, "cat lock-manager.fifo")] : []),
    ],
    takers: [
      {
        recordedPid: taker.pid,
        status: takerLives ? "holds" : gone,
        process: takerLives ? processOf(agent, taker, `flock ${file}`) : null,
        seenStartTime: taker.startTime,
      },
    ],
    waiters: [],
    unreadable: 0,
    searched: "threads",
    misses: 0,
    scope: "host",
    observedAgoMs: 0,
    firstSeenAgoMs: 0,
  };
}

function processOf(agent: ProcessIdentity, { pid, startTime }: OwnPid, command: string): KernelProcess {
  const who = { node: agent.node, bootId: agent.bootId, pidNs: agent.pidNs, pid, startTime, instanceId: "" };
  return { ...who, ppid: null, command, user: null, unit: null, startedAt: null };
}

function hex(number: bigint): string {
  return number.toString(16).padStart(2, "0");
}
