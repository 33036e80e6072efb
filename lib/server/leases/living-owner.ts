import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { graceUntil } from "#lib/server/lists/status.ts";
import { standingOf } from "./lease-problem.ts";

/**
 * Refuses to give back a lease for somebody else: while its owner may be alive nobody may (safety.md, rules 5, 6 and
 * 8), and what an owner lost and left behind is cleared by an operation, with its evidence, its second person and its
 * quarantine. Throws `conflict`, and `recovering` in the grace period after a restart.
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
  if (standing === null || (!standing.valid && standing.holderSessionId === null)) return;
  const detail = standing.valid
    ? "Its owner may be alive and may write. Ask the owner to release it; once its owner is lost, it can be cleared."
    : "Its owner was lost and it is kept. Plan an operation of kind clear: it takes a second person.";
  throw new ApiError("conflict", detail, standingOf(context, resource));
}
