import type { Status } from "#lib/contract/lists.ts";
import type { ServerContext } from "#lib/server/context.ts";

/** What every screen shows at its edge. */
export function readStatus(context: ServerContext): Status {
  return {
    serverAt: context.clock.wallMs(),
    version: context.version,
    engine: context.store.engine,
    instance: context.instance,
    revision: context.view.revision,
    graceUntil: graceUntil(context),
    readOnly: context.store.readOnlyReason(),
  };
}

/** Wall time at which the grace period after a restart ends; null when it is over. */
export function graceUntil(context: Pick<ServerContext, "clock" | "grace">): number | null {
  return context.clock.monoMs() < context.grace.untilMonoMs ? context.grace.untilMs : null;
}
