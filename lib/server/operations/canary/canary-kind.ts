import { promoteRefusal } from "#lib/domain/operations/canary-machine.ts";
import { allOpen } from "#lib/domain/operations/gates.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { KindRules } from "#lib/server/operations/kind.ts";
import { moveOperation } from "#lib/server/operations/move-operation.ts";
import { nameOf, operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import { goBack } from "./canary-back.ts";
import { goForward } from "./canary-forward.ts";
import { canaryGates, planCanary } from "./canary-plan.ts";
import { startCanary } from "./canary-start.ts";

/**
 * A version step by step: the shadow on a few, then running on ever more, each step only after all of the one before
 * were healthy for the whole bake time. What agents are told comes from `configs/config-orders.ts`.
 */
export const canaryKind: KindRules<"canary"> = {
  kind: "canary",
  plan: async (context, spec, policy) => {
    const { plan, lockId, resource, roster } = planCanary(context, spec, policy);
    return { plan, lockId, resource, roster };
  },
  gates: async (context, { id, plan, policy, holdPoint }) => {
    const remainingMs = context.operations.deadlines.remainingMs(id, "ack");
    const shadows = plan.steps.length === 0 || plan.refusals.length > 0 ? 0 : plan.targetCount;
    return canaryGates(shadows, plan.targetCount, policy, holdPoint, remainingMs);
  },
  advance: async (context, operation) => {
    if (operation.state === "waiting") {
      if (allOpen(operation.gates)) await startCanary(context, operation);
    } else if (operation.state === "aborting") await goBack(context, operation);
    else await goForward(context, operation);
  },
  promote: async (context, { id }, by) => {
    await moveOperation(context, id, async (_tx, record) => {
      const refusal = promoteRefusal(record);
      if (refusal !== null) throw new ApiError("not-now", refusal);
      return { record: { ...record, memory: { ...record.memory, promoteFrom: record.memory["step"] ?? 0 } } };
    });
    context.log.debug({ id, by: by.id }, "a step of a canary was promoted by hand");
  },
  rollback: async (context, { id }, by) => {
    await moveOperation(context, id, async (_tx, record) => {
      if (record.state !== "running" && record.state !== "verifying") return null;
      const at = context.clock.wallMs();
      const text = `${nameOf(by)} rolled it back.`;
      const next = {
        ...record,
        state: "aborting" as const,
        due: null,
        sentence: text,
        memory: { ...record.memory, cause: text, byHand: by.name },
      };
      return {
        record: next,
        events: [operationEvent(next, at, "rolling-back", text, "warning")],
        audit: [operationAudit(next, at, by, "rollback", text)],
      };
    });
  },
};
