import type { z } from "zod";
import type { checked } from "#lib/contract/leases.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { ownerRefOf } from "./lease-problem.ts";

/**
 * POST /leases/{resource}/check: may whoever shows this token still write? Throws `stale-epoch` when it is not the
 * holder's, also when the holder was lost a moment ago and nobody else has it yet; `not-found` when nobody ever had.
 */
export async function checkLease(
  context: ServerContext,
  resource: string,
  epoch: number,
): Promise<z.infer<typeof checked>> {
  const standing = await context.leases.standing(resource, epoch);
  if (standing === null) throw new ApiError("not-found", "Nobody ever held this.");
  const { holderSessionId } = standing;
  const holder = holderSessionId === null ? null : ownerRefOf(context, holderSessionId);
  if (standing.valid) return { resource, valid: true, epoch: standing.epoch, holder };
  throw new ApiError("stale-epoch", `Epoch ${epoch} does not hold this any more: refuse the write.`, {
    epoch: standing.epoch,
    holder,
  });
}
