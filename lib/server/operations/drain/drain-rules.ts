import { targetsGate } from "#lib/domain/operations/gates.ts";
import { acknowledgedGateOf } from "#lib/server/operations/hold-point.ts";
import type { KindRules } from "#lib/server/operations/kind.ts";
import { advanceDrain } from "./advance-drain.ts";
import { plannedUnitIds } from "./drain-record.ts";
import { unitsMost } from "./drain-scope.ts";
import { drainOrders } from "./drain-units.ts";
import { planDrain } from "./plan-drain.ts";

/** Units of a scope finish what they run and pause for a limited time; nobody of the scope gets a new lease meanwhile. */
export const drainRules: KindRules<"drain"> = {
  kind: "drain",
  plan: planDrain,
  gates: async (context, record) => [
    targetsGate(
      plannedUnitIds(record).filter((id) => context.units.get(id) !== undefined).length,
      unitsMost(record.spec.scope, record.policy),
      "unit that can be drained",
    ),
    acknowledgedGateOf(context, record),
  ],
  advance: advanceDrain,
  orders: drainOrders,
};
