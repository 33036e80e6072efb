import type { RosterEntryRow } from "#lib/contract/operations.ts";
import type { ServerContext } from "#lib/server/context.ts";

/** Who could grab a native resource again, as of now. `closed`: the lease service refuses everybody but the successor. */
export function rosterOf(context: ServerContext, resource: string, closed: boolean): RosterEntryRow[] {
  return context.leases.waiters(resource).map(({ sessionId }) => {
    const ref = context.view.owners.ref(sessionId);
    const label = `${ref?.service ?? "somebody"} on ${ref?.node ?? "an unknown node"}`;
    return {
      id: sessionId,
      label,
      node: ref?.node ?? "",
      service: ref?.service ?? null,
      because: "waiter",
      state: closed ? "fenced" : "free",
      text: closed
        ? "It waits, and is refused while the resource is closed."
        : "It waits, and would get it next.",
    };
  });
}
