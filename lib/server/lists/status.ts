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
    bypassUntil: bypassUntil(context),
  };
}

/** Wall time at which the last bypass in force ends; null when there is none. Of a drill, nothing real is overridden. */
function bypassUntil({ operations }: Pick<ServerContext, "operations">): number | null {
  const ends = operations
    .active()
    .flatMap(({ id, bypass, drill }) =>
      bypass !== null && drill === undefined && operations.deadlines.lasts(id, "bypass")
        ? [bypass.untilAt]
        : [],
    );
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Wall time at which the grace period after a restart ends; null when it is over. */
export function graceUntil(context: Pick<ServerContext, "clock" | "grace">): number | null {
  return context.clock.monoMs() < context.grace.untilMonoMs ? context.grace.untilMs : null;
}
