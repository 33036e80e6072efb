import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { KeeperNote, KeptResult } from "./keeper-notes.ts";
import { ownCommand } from "./processes.ts";

interface KeeperOptions {
  command: () => [string, ...string[]];
  monoMs: () => number;
  /** Runs once after a delay; returns a cancel. */
  after: (ms: number, run: () => void) => () => void;
}

/** One that ran for this long was not hindered from starting: it was ended. */
const stayedMs = 5_000;
const waitMinMs = 100;
const waitMaxMs = 10_000;

const realKeeper: KeeperOptions = {
  command: () => ownCommand(["drill-part", "keeper"]),
  monoMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * The runner's side of its keeper: a process of its own that outlives a kill -9 of the runner and leaves nothing of the
 * drill. A keeper that was ended by somebody is followed by another, who is told everything again; one that cannot start, or
 * does not stay, ever more slowly.
 */
export class KeeperLink {
  readonly #notes: KeeperNote[] = [];
  #child: ChildProcess;
  #result: KeptResult | null = null;
  #ending = false;
  readonly #options: KeeperOptions;
  #startedMs = 0;
  #failures = 0;
  /** Cancels the restart that waits for its time; null when none does. */
  #cancelRestart: (() => void) | null = null;

  constructor(options: KeeperOptions = realKeeper) {
    this.#options = options;
    this.#child = this.#start();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  tell(note: KeeperNote): void {
    this.#notes.push(note);
    this.#write(note);
  }

  /** Everything is ended and removed when it resolves; null when the keeper could not say so. */
  async finish(): Promise<KeptResult | null> {
    this.#ending = true;
    // What is left of the drill has to be removed by somebody.
    if (this.#cancelRestart !== null) this.#restart();
    const child = this.#child;
    const over = new Promise<void>((resolve) => {
      if (isOver(child)) resolve();
      else child.once("close", () => resolve());
    });
    child.stdin?.end();
    await over;
    return this.#result;
  }

  #start(): ChildProcess {
    const [node, ...args] = this.#options.command();
    this.#startedMs = this.#options.monoMs();
    const child = spawn(node, args, { detached: true, stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.on("error", () => {});
    // One that could not be started says this and no more; one that was started says when it is over.
    child.once("error", () => child.pid === undefined && this.#restartLater());
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#result = JSON.parse(line) as KeptResult;
    });
    child.once("exit", () => this.#restartLater());
    return child;
  }

  #restartLater(): void {
    if (this.#ending) return;
    const stayed = this.#options.monoMs() - this.#startedMs >= stayedMs;
    this.#failures = stayed ? 0 : this.#failures + 1;
    const waitMs = this.#failures === 0 ? 0 : Math.min(waitMaxMs, waitMinMs * 2 ** (this.#failures - 1));
    this.#cancelRestart = this.#options.after(waitMs, () => this.#restart());
  }

  #restart(): void {
    this.#cancelRestart?.();
    this.#cancelRestart = null;
    this.#child = this.#start();
    for (const note of this.#notes) this.#write(note);
  }

  #write(note: KeeperNote): void {
    this.#child.stdin?.write(`${JSON.stringify(note)}\n`);
  }
}

/** Also one that never was started, which never says that it is over. */
function isOver({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}
