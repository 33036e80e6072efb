import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { KeeperNote, KeptResult } from "./keeper-notes.ts";
import { ownCommand } from "./processes.ts";

/**
 * The runner's side of its keeper: a process of its own that outlives a kill -9 of the runner and leaves nothing of the
 * drill. A keeper that was ended by somebody is followed by another, who is told everything again.
 */
export class KeeperLink {
  readonly #notes: KeeperNote[] = [];
  #child: ChildProcess;
  #result: KeptResult | null = null;
  #ending = false;

  constructor() {
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
    const child = this.#child;
    const over = new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once("close", () => resolve());
    });
    child.stdin?.end();
    await over;
    return this.#result;
  }

  #start(): ChildProcess {
    const [node, ...args] = ownCommand(["drill-part", "keeper"]);
    const child = spawn(node, args, { detached: true, stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.on("error", () => {});
    child.once("error", () => {});
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#result = JSON.parse(line) as KeptResult;
    });
    child.once("exit", () => {
      if (this.#ending) return;
      this.#child = this.#start();
      for (const note of this.#notes) this.#write(note);
    });
    return child;
  }

  #write(note: KeeperNote): void {
    this.#child.stdin?.write(`${JSON.stringify(note)}\n`);
  }
}
