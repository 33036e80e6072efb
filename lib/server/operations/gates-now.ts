import { allOpen, withBypass } from "#lib/domain/operations/gates.ts";
import type { Gate, OperationKind } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { acknowledgedGateOf } from "./hold-point.ts";
import type { KindRules } from "./kind.ts";

/** The gates as they are now, with those that a bypass opens while it lasts. Reads only. */
export async function gatesNow(
  context: ServerContext,
  rules: KindRules<OperationKind>,
  record: OperationRecord,
): Promise<Gate[]> {
  const shut = await rules.gates(context, record);
  const { bypass } = record;
  return bypass !== null && bypassLasts(context, record)
    ? withBypass(shut, bypass.gates, bypass.untilAt)
    : shut;
}

/** From the moment that somebody takes a bypass back it opens nothing, also before its gates were shut again. */
function bypassLasts({ operations }: ServerContext, { id, bypass }: OperationRecord): boolean {
  if (bypass === null || !operations.deadlines.lasts(id, "bypass")) return false;
  return operations.find(bypass.operationId)?.state === "running";
}

/**
 * Whether what time alone shuts is still open: asked inside the write of an effect, where nothing else may be awaited.
 * The facts themselves are compared by the effect.
 */
export function stillOpen(context: ServerContext, record: OperationRecord): boolean {
  const lasts = bypassLasts(context, record);
  const inGrace = context.clock.monoMs() < context.grace.untilMonoMs;
  if (!allOpen(record.gates)) return false;
  return record.gates.every((gate) => {
    if (gate.state === "bypassed") return lasts;
    if (gate.id === "grace") return !inGrace;
    return gate.id !== "acknowledged" || acknowledgedGateOf(context, record).state === "open";
  });
}
