import type { DrillPart } from "#lib/domain/drill/drill.ts";
import { lacksForFlock, lacksForLock } from "./host-gives.ts";

/** What of a drill is real on this host, and what is not, and why. */
export function partsHere(): DrillPart[] {
  const noFlock = lacksForFlock();
  const noLock = lacksForLock();
  const part = (name: string, why: string | null): DrillPart => ({
    part: name,
    how: why === null ? "real" : "simulated",
    why,
  });
  return [
    part("guardian and watchdog of drill:node-7", null),
    part("the flock of guardian and watchdog", noFlock),
    part("orchestrator", null),
    part("agent of drill:node-7", noLock),
    part("stuck lock: a flock whose taker was killed", noLock),
    part("kernel log of drill:node-7", "The drill does not write into a kernel's log."),
    part("the other nodes of the fleet", "One process speaks for all of them."),
  ];
}
