import { apiPaths } from "#lib/client/paths.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import { isStale, type Verdict } from "#lib/domain/states.ts";
import { type Stage, stageNames } from "#lib/drill/stage.ts";

/** The lease of the drill's resource, as the server has it now. */
export function leaseNow({ api }: Stage): Promise<LockDetail> {
  return api.fleet.get<LockDetail>(apiPaths.lock("native", stageNames.resource));
}

/** Waits until its owner is silent and nothing proves that it is gone, and others are refused because of it. */
export async function untilInDoubt(stage: Stage): Promise<LockDetail> {
  return stage.until(
    "the lease to be HOT with an owner in doubt",
    async () => {
      const lease = await leaseNow(stage);
      return lease.state === "hot" && isInDoubt(lease.verdict) ? lease : null;
    },
    60_000,
  );
}

function isInDoubt(verdict: Verdict | null): boolean {
  return verdict !== null && verdict !== "live" && !isStale(verdict);
}
