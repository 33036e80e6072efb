import { extensionLeftMs } from "#lib/domain/operations/drain.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { KindRules } from "#lib/server/operations/kind.ts";
import type { Move } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import { type DrainRecord, numberIn, phaseOf, totalHoldMs } from "./drain-record.ts";
import { seconds } from "./plan-drain.ts";
import { drainMeant, notOn, plannedFor, steer, steeringGates } from "./steer-drain.ts";

/** Makes a drain's hold longer, with all extensions within what the policy of the drain allows. */
export const extendRules: KindRules<"extend"> = {
  kind: "extend",
  plan: async (context, spec, policyOf) => {
    const drain = await drainMeant(context, spec.operationId);
    const mostMs = Math.min(drain.policy.holdMaxMs, policyOf(drain.resource).holdMaxMs);
    const refusal = notOn(drain) ?? tooLong(drain, spec.holdMs, mostMs);
    const totalMs = totalHoldMs(drain) + spec.holdMs;
    return plannedFor(drain, {
      title: `Extend “${drain.plan.title}” by ${seconds(spec.holdMs)}`,
      consequences: [`Its units stay paused for ${seconds(totalMs)} in all, ${seconds(spec.holdMs)} longer.`],
      facts: [{ key: "hold", label: "Hold until now", value: seconds(totalHoldMs(drain)) }],
      refusals: refusal === null ? [] : [refusal],
      step: "Make the hold longer",
    });
  },
  gates: steeringGates,
  advance: async (context, record) => {
    const { holdMs } = record.spec;
    const mostMs = record.policy.holdMaxMs;
    const changed = await steer(context, record, (drain) => {
      const refused = tooLong(drain, holdMs, Math.min(mostMs, drain.policy.holdMaxMs));
      if (refused !== null) return { refused };
      return { move: extended(context, drain, holdMs), text: `Its hold lasts ${seconds(holdMs)} longer.` };
    });
    if (changed === null || phaseOf(changed) !== "holding") return;
    context.operations.nudge();
  },
};

function tooLong(drain: DrainRecord, holdMs: number, mostMs: number): string | null {
  const leftMs = extensionLeftMs(totalHoldMs(drain), mostMs);
  if (holdMs <= leftMs) return null;
  return `The policy allows a hold of ${seconds(mostMs)} in all: ${seconds(leftMs)} are left.`;
}

function extended(context: Pick<ServerContext, "clock">, drain: DrainRecord, holdMs: number): Move {
  const at = context.clock.wallMs();
  const untilAt = numberIn(drain.memory["holdUntilAt"]);
  const later = untilAt === null ? null : untilAt + holdMs;
  const next: DrainRecord = {
    ...drain,
    memory: { ...drain.memory, holdMs: totalHoldMs(drain) + holdMs, holdUntilAt: later },
    due:
      phaseOf(drain) === "holding" && drain.due !== null
        ? { ...drain.due, at: drain.due.at + holdMs }
        : drain.due,
  };
  const text = `${drain.plan.title}: its hold was made ${seconds(holdMs)} longer.`;
  return {
    record: next,
    events: [operationEvent(next, at, "drain-extended", text, "warning")],
    audit: [operationAudit(next, at, null, "extend", text)],
  };
}
