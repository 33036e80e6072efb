import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes } from "#lib/cli/exit-codes.ts";
import { type Api, ProblemError, UnreachableError } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import { type WatchdogStep, type WatchedLock, watchdogStep } from "#lib/domain/guard.ts";
import type { Guard } from "./guard.ts";
import { isOthers, isPassing } from "./lease-hold.ts";
import type { GuardStatus } from "./status.ts";

const lookEveryMs = 1_000;
/** An admission may come at any time of the quarantine. */
const admitWaitMs = 30_000;

export interface WatchdogOptions {
  api: Api;
  name: string;
  report: (status: GuardStatus) => void;
  signal: AbortSignal;
}

/** Stands by until the guardian is gone and was cleared, then guards in its place. Returns the exit code. */
export async function watchLock(guard: Guard, options: WatchdogOptions): Promise<number> {
  const { api, name, report, signal } = options;
  let guardianGone = false;
  let said = "";
  while (!signal.aborted) {
    const lock = await look(api, name, signal);
    const step: WatchdogStep =
      lock === "unreachable"
        ? { guardianGone, take: false, because: "the server cannot be reached" }
        : watchdogStep(guardianGone, lock);
    guardianGone = step.guardianGone;
    if (step.because !== said) report({ event: "standby", because: step.because });
    said = step.because;
    // Who is paused takes nothing, but for what it is admitted to: the server knows.
    const admitted = lock !== "unreachable" && lock?.state === "quarantined";
    if (step.take && (guard.part.free || admitted)) {
      const exitCode = await takeOver(guard);
      if (exitCode !== null) return exitCode;
      guardianGone = false;
    }
    const tick = sleep(lookEveryMs, null, { signal }).catch(() => null);
    const reason = await Promise.race([guard.hold.lost, tick]);
    if (reason === null) continue;
    report({ event: "lost", reason });
    return exitCodes.leaseLost;
  }
  return exitCodes.ok;
}

/** Null: it was not admitted. */
async function takeOver(guard: Guard): Promise<number | null> {
  let epoch: number;
  try {
    epoch = await guard.hold.acquire(admitWaitMs);
  } catch (error) {
    if (isOthers(error) || isPassing(error) || isAbort(error)) return null;
    throw error;
  }
  return guard.guard(epoch, true);
}

async function look(
  api: Api,
  name: string,
  signal: AbortSignal,
): Promise<WatchedLock | null | "unreachable"> {
  try {
    const { state, verdict } = await api.get<LockDetail>(apiPaths.lock("native", name), { signal });
    return { state, verdict };
  } catch (error) {
    // Gone: it was of a drill that is over.
    if (error instanceof ProblemError && (error.code === "not-found" || error.code === "gone")) return null;
    if (error instanceof UnreachableError || isPassing(error) || isAbort(error)) return "unreachable";
    throw error;
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
