import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { graceUntil } from "#lib/server/lists/status.ts";
import { standingOf } from "./lease-problem.ts";

/**
 * Refuses to give back a lease for somebody else while its owner may be alive: as long as its token is good, its owner
 * may write, whatever role asks (safety.md, rules 5, 6 and 8). A lease that was lost and kept for a person is what
 * remains. Throws `conflict`, and `recovering` in the grace period after a restart.
 */
export async function refuseIfOwnerMayLive(
  context: ServerContext,
  resource: string,
  epoch: number,
): Promise<void> {
  if (graceUntil(context) !== null) {
    throw new ApiError("recovering", "The server was restarted: owners may show themselves first.");
  }
  const standing = await context.leases.standing(resource, epoch);
  if (standing?.valid !== true) return;
  throw new ApiError(
    "conflict",
    "Its owner may be alive and may write. Ask the owner to release it; once its owner is lost, it can be given back.",
    standingOf(context, resource),
  );
}
