import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";

/**
 * One process of this boot: a PID alone may be another's by now. Start time 0: it was gone before `/proc` could say it, and
 * whoever has its number since is somebody else.
 */
export interface OwnPid {
  pid: number;
  startTime: number;
}

/** A process that the drill started. */
export interface OwnProcess extends OwnPid {
  child: ChildProcess;
  /** Resolves when it is gone. */
  ended: Promise<void>;
  /** The first line that it prints from now on for which `matches` says so; null when it ends before. */
  line(matches: (line: string) => boolean): Promise<string | null>;
}

interface StartOptions {
  /** A channel for messages; when this process dies, the other one ends. */
  ipc?: boolean;
  /** Its standard input is a pipe from this process, and ends with it. */
  input?: boolean;
  /** false: it stays in this process's session and group. A PID that a group is named by is nobody else's for so long. */
  ownSession?: boolean;
  onLine?: (line: string) => void;
}

const proc = new ProcFs();
const goneEveryMs = 15;

/**
 * Starts the processes of a drill: each with its mark in the environment, and each written down by PID and start time
 * before anything else is done with it, for its agent and its keeper.
 */
export class Processes {
  readonly #drillId: string;
  readonly #record: string;
  readonly #onStarted: (one: OwnPid) => void;

  constructor(drillId: string, folder: string, onStarted: (one: OwnPid) => void) {
    this.#drillId = drillId;
    this.#record = join(folder, "processes");
    this.#onStarted = onStarted;
  }

  /** A command of `locksmith` itself, as this process was started. */
  startOwn(args: readonly string[], options: StartOptions = {}): OwnProcess {
    const [node, ...rest] = ownCommand(args);
    return this.start(node, rest, { ipc: true, ...options });
  }

  /** Throws when it cannot be started. */
  start(
    file: string,
    args: readonly string[],
    { ipc = false, input = false, ownSession = true, onLine }: StartOptions = {},
  ): OwnProcess {
    const child = spawn(file, args, {
      env: markedEnv(this.#drillId),
      // A session of its own: the keys of a terminal reach the runner alone.
      detached: ownSession,
      stdio: [input ? "pipe" : "ignore", "pipe", "pipe", ...(ipc ? (["ipc"] as const) : [])],
    });
    const ended = new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    const one = this.note(child.pid ?? 0);
    const waiting = new Set<(line: string) => void>();
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        onLine?.(line);
        for (const tell of [...waiting]) tell(line);
      });
    }
    return {
      ...one,
      child,
      ended,
      line: (matches) =>
        new Promise((resolve) => {
          const tell = (line: string) => {
            if (!matches(line)) return;
            waiting.delete(tell);
            resolve(line);
          };
          waiting.add(tell);
          void ended.then(() => resolve(null));
        }),
    };
  }

  /** Writes down one that was started by what the drill started. */
  note(pid: number): OwnPid {
    if (pid === 0) throw new Error("a process of the drill could not be started");
    const one = named(pid);
    appendFileSync(this.#record, `${JSON.stringify(one)}\n`);
    this.#onStarted(one);
    return one;
  }
}

/** This process. */
export function ownPid(): OwnPid {
  return named(process.pid);
}

/** A process as it is now, to be known again by. */
export function named(pid: number): OwnPid {
  const stat = readStat(proc, pid);
  return { pid, startTime: typeof stat === "string" ? 0 : stat.startTime };
}

/** The command line that runs `locksmith` with these arguments as this process runs it. */
export function ownCommand(args: readonly string[]): [string, ...string[]] {
  const main = process.argv[1];
  if (main === undefined) throw new Error("this process cannot tell how it was started");
  return [process.execPath, main, ...args];
}

/** The environment without what would point a `locksmith` elsewhere, with the drill's mark. */
function markedEnv(drillId: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of Object.keys(env)) if (/^(LOCKSMITH_|NODE_OPTIONS$)/.test(name)) delete env[name];
  return { ...env, LOCKSMITH_DRILL: drillId };
}

/** Whether it is still the same process, and alive; also where it may be, because nothing can be read of it now. */
export function lives(one: OwnPid): boolean {
  const stat = readStat(proc, one.pid);
  if (typeof stat === "string") return stat === "unreadable" && exists(one.pid);
  return isSame(one);
}

/** Proven to be that process: what is not may be anybody's by now. */
function isSame({ pid, startTime }: OwnPid): boolean {
  const stat = readStat(proc, pid);
  return typeof stat !== "string" && startTime !== 0 && stat.startTime === startTime;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Sends a signal to exactly that process; nothing where it is gone. */
export function signalOwn(one: OwnPid, signal: NodeJS.Signals): void {
  if (one.pid <= 1 || !isSame(one)) return;
  try {
    process.kill(one.pid, signal);
  } catch {
    // It ended in between.
  }
}

/** Resolves when it is gone. */
export async function untilGone(one: OwnPid): Promise<void> {
  while (lives(one)) await sleep(goneEveryMs);
}

/** The first child of a process; null when it has none (yet). */
export function childOf(pid: number): number | null {
  for (const candidate of proc.pids()) {
    const stat = readStat(proc, candidate);
    if (typeof stat !== "string" && stat.ppid === pid) return candidate;
  }
  return null;
}

/** The name of the program that a process runs; null when it is gone. */
export function programOf(pid: number): string | null {
  const stat = readStat(proc, pid);
  return typeof stat === "string" ? null : stat.comm;
}
