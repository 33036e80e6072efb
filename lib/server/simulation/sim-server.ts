import type { Logger } from "pino";
import type { Auth } from "#lib/server/auth/auth.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { FakeTime } from "#lib/server/sessions/testing/fake-time.ts";
import { type Wired, wire } from "#lib/server/wire.ts";
import type { Commit } from "#lib/store/store.ts";
import type { MemoryDisk } from "#lib/store/testing/memory-disk.ts";
import { type Crash, MemoryStore } from "#lib/store/testing/memory-store.ts";

export interface SimServerOptions {
  disk: MemoryDisk;
  time: FakeTime;
  newId: (prefix: string) => string;
  onCommit: (commit: Commit) => void;
  /** What the server would have written into its log as an error. */
  onTrouble: (text: string) => void;
}

/** One life of the real server, on a disk that outlives it. */
export class SimServer {
  readonly context: ServerContext;
  readonly #store: MemoryStore;
  readonly #time: FakeTime;
  #dead = false;

  private constructor(wired: Wired, store: MemoryStore, time: FakeTime) {
    this.context = wired.context;
    this.#store = store;
    this.#time = time;
  }

  static async start({ disk, time, newId, onCommit, onTrouble }: SimServerOptions): Promise<SimServer> {
    const trouble = (error: unknown) => onTrouble(error instanceof Error ? (error.stack ?? "") : `${error}`);
    const store = new MemoryStore(disk, () => time.wallMs(), trouble);
    let server: SimServer | null = null;
    // A timer of a process that died does not ring.
    const setTimer = (ms: number, run: () => void) =>
      time.setTimer(ms, () => {
        if (server?.isDead !== true) run();
      });
    store.onCommit(onCommit);
    const wired = await wire({
      clock: time,
      machineMs: () => time.monoMs(),
      setTimer,
      store,
      auth: unused<Auth>(),
      log: quietLog(trouble),
      paging: { hosts: [], allowPrivate: false },
      newId,
      version: "simulated",
      build: "simulated",
    });
    server = new SimServer(wired, store, time);
    wired.native.loop.start();
    wired.executor.start();
    return server;
  }

  get isDead(): boolean {
    return this.#dead;
  }

  /** Killed now: nothing that was asked for is answered any more. */
  kill9(): void {
    this.#dead = true;
    this.#store.die();
  }

  /** Killed in one of its next writes. */
  killIn(writes: number, how: Crash): void {
    this.#store.crashIn(writes, how, () => {
      this.#dead = true;
    });
  }

  get now(): number {
    return this.#time.monoMs();
  }
}

/** What no part under simulation touches; a touch is an error, not a wrong answer. */
function unused<T extends object>(): T {
  return new Proxy({} as T, {
    get: (_target, name) => {
      throw new Error(`the simulation has no ${String(name)} here`);
    },
  });
}

function quietLog(trouble: (error: unknown) => void): Logger {
  const quiet = () => {};
  const loud = (about: { err?: unknown }, text?: string) => trouble(about.err ?? text ?? about);
  return { ...unusedLevels, info: quiet, debug: quiet, trace: quiet, warn: loud, error: loud } as Logger;
}

const unusedLevels = { fatal: () => {}, silent: () => {} } as unknown as Logger;
