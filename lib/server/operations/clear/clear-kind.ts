import { isQuarantineOver } from "#lib/domain/lease-guard.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { GuardOutcome } from "#lib/server/leases/lease-slot.ts";
import { acknowledgedGateOf } from "#lib/server/operations/hold-point.ts";
import type { KindRules, RecordOf } from "#lib/server/operations/kind.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { Tx } from "#lib/store/store.ts";
import { clearGates } from "./clear-gates.ts";
import { planClear } from "./clear-plan.ts";
import { advanceKernel, kernelOrders } from "./kernel-clear.ts";
import { countResult, lateResult } from "./kernel-result.ts";
import { kernelTarget } from "./kernel-target.ts";
import { advanceNative } from "./native-clear.ts";
import { nativeTarget } from "./native-target.ts";

/** Taking a lock from an owner that is proven gone: a lease by compare-and-delete, a kernel lock by ending its holders. */
export const clearKind: KindRules<"clear"> = {
  kind: "clear",
  plan: (context, spec, policy, by) => planClear(context, spec, policy, by),
  async gates(context, operation) {
    const { spec, id, policy } = operation;
    const target = await (spec.source === "native" ? nativeTarget : kernelTarget)(
      context,
      spec.key,
      id,
      spec.successor,
    );
    const acknowledged = acknowledgedGateOf(context, operation);
    return clearGates(context, target, {
      source: spec.source,

      acknowledged,
      targetsMax: policy.targetsMax,
    });
  },
  advance: (context, operation) =>
    operation.spec.source === "native"
      ? advanceNative(context, operation)
      : advanceKernel(context, operation),
  orders: (context, operation) => kernelOrders(context, operation),
  result: async (context, tx, operation, { sessionId, result }) =>
    speaksFor(context, operation, sessionId) ? countResult(context, tx, operation, result) : operation,
  late: (context, operation, { sessionId, result }) =>
    speaksFor(context, operation, sessionId) ? lateResult(context, operation, result) : null,
  tick: openAbandoned,
};

/** Only the agent of the lock's own node speaks for it. */
function speaksFor({ view }: ServerContext, { memory }: RecordOf<"clear">, sessionId: string): boolean {
  return view.nodes.get(String(memory["node"]))?.sessionId === sessionId;
}

/** A resource that was closed for an operation that is over is opened, a quarantine not before its time. */
async function openAbandoned(context: ServerContext): Promise<void> {
  for (const { resource, guard } of context.leases.guarded()) {
    const { operationId } = guard;
    if (context.operations.find(operationId) !== undefined) continue;
    if (guard.phase === "quarantined" && !isQuarantineOver(guard, context.clock.monoMs())) continue;
    const change = { what: "open", operationId } as const;
    const write = (tx: Tx, outcome: GuardOutcome) => noteOpened(context, tx, operationId, outcome);
    await context.leases.guard(resource, { change, allow: async () => true, write });
  }
}

async function noteOpened(
  { clock }: ServerContext,
  tx: Tx,
  operationId: string,
  outcome: GuardOutcome,
): Promise<void> {
  const record = (await tx.get("operation", operationId))?.value;
  if (record === undefined || !outcome.ok) return;
  const at = clock.wallMs();
  const text = "The resource is no longer closed: what closed it is over.";
  await tx.event(operationEvent(record, at, "opened", text));
  await tx.audit(operationAudit(record, at, null, "open", text));
}
