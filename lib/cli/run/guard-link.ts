import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { getCompileCacheDir } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type GuardMessage, guardReady } from "./guard-messages.ts";

const script = join(import.meta.dirname, "guard.ts");
const readyWithinMs = 10_000;
const retryMs = 1_000;

/** The guard process, as run sees it. A guard that died is replaced, and told all that the first one knew. */
export class Guard {
  readonly #sessionId: string;
  #child: ChildProcess;
  #told: GuardMessage[] = [];
  #done = false;

  private constructor(sessionId: string, child: ChildProcess) {
    this.#sessionId = sessionId;
    this.#child = child;
    this.#replaceWhenDead();
  }

  /** Resolves when the guard watches: a command may be started from then on. */
  static async start(sessionId: string): Promise<Guard> {
    return new Guard(sessionId, await startGuard(sessionId));
  }

  tell(message: Exclude<GuardMessage, { done: true }>): void {
    const kind = Object.keys(message)[0] ?? "";
    this.#told = [...this.#told.filter((m) => !(kind in m)), message];
    this.#send(message);
  }

  /** The command has ended, or was never started: nothing is left to guard. */
  dismiss(): void {
    this.#done = true;
    this.#send({ done: true });
    this.#child.stdin?.end();
  }

  #send(message: GuardMessage): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  #replaceWhenDead(): void {
    this.#child.once("exit", async (code) => {
      // Exit code 0 or 1: it did its work, because no renewal came in time.
      if (this.#done || code !== null) return;
      this.#child = await startGuardAgain(this.#sessionId);
      if (this.#done) return this.dismiss();
      for (const message of this.#told) this.#send(message);
      this.#replaceWhenDead();
    });
  }
}

/** However long it takes: the command goes on meanwhile, and run itself still ends it in time. */
async function startGuardAgain(sessionId: string): Promise<ChildProcess> {
  for (;;) {
    const child = await startGuard(sessionId).catch(() => null);
    if (child !== null) return child;
    await sleep(retryMs);
  }
}

async function startGuard(sessionId: string): Promise<ChildProcess> {
  const { LOCKSMITH_SESSION: _outer, ...env } = process.env;
  // A session of its own: neither the terminal's keys nor a kill of run's process group reach it.
  const child = spawn(process.execPath, [script, sessionId], {
    detached: true,
    env: { ...env, NODE_COMPILE_CACHE: getCompileCacheDir() ?? "" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin?.on("error", () => undefined);
  const ready = once(child.stdout ?? child, "data", { signal: AbortSignal.timeout(readyWithinMs) });
  const early = once(child, "exit").then(() => ["ended"]);
  const [first] = await Promise.race([ready, early]);
  if (!String(first).startsWith(guardReady)) throw new Error("the guard process could not be started");
  child.unref();
  return child;
}
