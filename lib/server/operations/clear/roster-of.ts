import type { RosterEntryRow } from "#lib/contract/operations.ts";
import type { LeaseGuard } from "#lib/domain/lease-guard.ts";
import { rosterOf } from "#lib/domain/operations/roster.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { kernelCandidates, nativeCandidates } from "#lib/server/operations/roster/candidates-of.ts";
import type { KernelLockRecord } from "#lib/store/records.ts";

/** Who could grab a lease again, as of now. `guard`: set while the lease service refuses everybody but its successor. */
export async function nativeRoster(
  context: ServerContext,
  resource: string,
  guard: LeaseGuard | null,
  /** Whom the clear that asks names, where it has not closed the resource yet. */
  successor: LeaseGuard["successor"],
): Promise<RosterEntryRow[]> {
  const view = { closed: guard !== null, closes: true, successor: guard?.successor ?? successor };
  return rosterOf(await nativeCandidates(context, resource), view);
}

/** The same for a kernel lock: nobody can be refused it, so whoever does not say that it is paused is free. */
export async function kernelRoster(
  context: ServerContext,
  record: KernelLockRecord,
  clearId: string | null,
): Promise<RosterEntryRow[]> {
  return rosterOf(await kernelCandidates(context, record, clearId), { closed: false, successor: null });
}
