import { setTimeout as sleep } from "node:timers/promises";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { tryFlock } from "#lib/sources/kernel/try-flock.ts";
import { type DeadMan, startDeadMan } from "./dead-man.ts";

export type ClearSignal = "SIGSTOP" | "SIGCONT" | "SIGTERM" | "SIGKILL";

/** One process of this boot: a PID alone may be another's by now. */
export interface Named {
  pid: number;
  startTime: number;
}

/** What a clear has to free, and whom it may end for it. */
export interface ClearTask {
  /** The lock's key on this node. */
  key: string;
  /** All that held it when it was reviewed. */
  holders: readonly Named[];
  killAfterMs: number | null;
  /** Asked to stop: whoever was not told to end yet goes on, and nobody is waited for. */
  signal?: AbortSignal;
}

/** All that a clear does to this host, so that a test can put a made-up host in its place. */
export interface ClearHands {
  proc: ProcFs;
  /** PID of this process, which is never touched, nor are its ancestors. */
  selfPid: number;
  monoMs: () => number;
  pause: (ms: number) => Promise<void>;
  signal: (pid: number, signal: ClearSignal) => "sent" | "gone" | "denied";
  startDeadMan: () => DeadMan;
  /** Takes a flock on the description of this descriptor without waiting. `unknown`: it could not be tried. */
  tryFlock: (fd: number) => Promise<"free" | "held" | "unknown">;
}

/** The hands of a real agent on its own host. */
export function realHands(): ClearHands {
  return {
    proc: new ProcFs(),
    selfPid: process.pid,
    monoMs: monotonicMs,
    pause: (ms) => sleep(ms),
    signal: sendSignal,
    startDeadMan,
    tryFlock,
  };
}

function sendSignal(pid: number, signal: ClearSignal): "sent" | "gone" | "denied" {
  // kill(2) takes 0 and negative numbers for whole groups.
  if (!Number.isSafeInteger(pid) || pid <= 1) return "denied";
  try {
    process.kill(pid, signal);
    return "sent";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH" ? "gone" : "denied";
  }
}
