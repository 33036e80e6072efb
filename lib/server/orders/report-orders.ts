import type { OrdersReport } from "#lib/contract/orders.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { requireOpen } from "#lib/server/sessions/session-access.ts";

/**
 * POST /sessions/{id}/orders. What became of the orders, and how the session's units are. On disk when this resolves;
 * told twice, it counts once.
 */
export async function reportOrders(
  context: ServerContext,
  actor: Actor,
  id: string,
  report: OrdersReport,
): Promise<{ ok: true; serverAt: number }> {
  const { record } = await requireOpen(context, actor, id);
  if (report.units !== undefined) {
    refuseDoubles(report.units);
    await context.units.take(record, report.units);
  }
  await context.orders.take(record, report);
  return { ok: true, serverAt: context.clock.wallMs() };
}

function refuseDoubles(units: readonly { unit: string }[]): void {
  const seen = new Set<string>();
  for (const [place, { unit }] of units.entries()) {
    if (seen.has(unit)) {
      throw new ApiError("invalid", "Two units have the same name.", undefined, [
        { field: `units.${place}.unit`, message: "must be unique within the session" },
      ]);
    }
    seen.add(unit);
  }
}
