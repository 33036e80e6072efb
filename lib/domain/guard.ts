import { isStale, type LockState, type Verdict } from "./states.ts";

/** What a watchdog sees of the lock that it watches; null when nobody ever held it. */
export interface WatchedLock {
  state: LockState;
  verdict: Verdict | null;
}

export interface WatchdogStep {
  /** The guardian was seen to be gone, and nobody has taken its place since. */
  guardianGone: boolean;
  /** Ask for the lease now. Whether it is granted is for the server to say: outside its time it is not. */
  take: boolean;
  because: string;
}

/**
 * Whether a watchdog asks for the lease. It never asks for one that somebody has, living or gone: to take a lease
 * from a guardian that is gone is for a person, who clears it. What a guardian gave back by itself it leaves alone.
 */
export function watchdogStep(guardianGone: boolean, lock: WatchedLock | null): WatchdogStep {
  if (lock === null) return { guardianGone, take: false, because: "nobody has guarded it yet" };
  if (lock.state === "quarantined") {
    return { guardianGone: true, take: true, because: "it was cleared; waiting to be admitted" };
  }
  if (lock.state === "free") {
    return guardianGone
      ? { guardianGone, take: true, because: "it was cleared, and nobody has it" }
      : { guardianGone, take: false, because: "its guardian gave it back" };
  }
  if (isStale(lock.verdict)) {
    return { guardianGone: true, take: false, because: "its guardian is gone; waiting for a clear" };
  }
  if (lock.verdict === "live") return { guardianGone: false, take: false, because: "its guardian lives" };
  return { guardianGone, take: false, because: "its guardian is silent, and nothing is proven" };
}
