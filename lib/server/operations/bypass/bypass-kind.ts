import { bypassRefusals, gateTitles, notVerifiedBy } from "#lib/domain/operations/bypass.ts";
import { acknowledgedGate, gate, targetsGate } from "#lib/domain/operations/gates.ts";
import type { BypassSpec, Gate, Plan, Step } from "#lib/domain/operations/operation.ts";
import type { Policy } from "#lib/domain/operations/policy.ts";
import { roughly } from "#lib/domain/words.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { acknowledgedGateOf } from "#lib/server/operations/hold-point.ts";
import type { KindRules, Planned } from "#lib/server/operations/kind.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { advanceBypass } from "./advance-bypass.ts";

/** Two people override named gates of a waiting clear, for a limited time, and say that they know what is not proven. */
export const bypassKind: KindRules<"bypass"> = {
  kind: "bypass",
  plan: (context, spec, policy) => planBypass(context, spec, policy),
  async gates(context, operation) {
    const clear = context.operations.find(operation.spec.operationId);
    return [waitingGate(clear?.state === "waiting"), acknowledgedGateOf(context, operation)];
  },
  advance: (context, operation) => advanceBypass(context, operation),
};

function waitingGate(waits: boolean): Gate {
  if (!waits)
    return gate("targets", "The clear waits", false, "The clear does not wait for its gates any more.");
  return { ...targetsGate(1, 1, "clear that waits"), title: "The clear waits" };
}

async function planBypass(
  context: ServerContext,
  spec: BypassSpec,
  policyOf: (resource: string | null) => Policy,
): Promise<Planned> {
  const stored = await context.store.get("operation", spec.operationId);
  if (stored === null) throw new ApiError("not-found", "There is no such operation.");
  const clear = stored.value;
  const policy = { ...policyOf(clear.resource), twoPeople: true };
  const waits = clear.spec.kind === "clear" && clear.state === "waiting";
  const gates = [...new Set(spec.gates)];
  const plan: Plan = {
    title: `Override ${gateTitles(gates, clear.gates)} to ${lowerFirst(clear.plan.title)}`,
    targets: [{ id: clear.id, kind: "operation", label: clear.plan.title, note: clear.sentence }],
    targetCount: waits ? 1 : 0,
    consequences: [
      `For ${roughly(spec.validMs)} the clear goes on without this proof, and every screen says so.`,
      "It never overrides the comparison: a lock that changed hands, or an owner that is live, is not touched.",
    ],
    facts: factsOf(clear, spec),
    evidence: clear.plan.evidence,
    gates: [waitingGate(waits), acknowledgedGate(policy, null, null)],
    steps: [step("open", "Open the named gates"), step("end", "Shut them again")],
    notVerified: [...notVerifiedBy(gates, clear.gates), ...clear.plan.notVerified],
    typedName: clear.resource ?? clear.id,
    refusals: waits
      ? bypassRefusals(gates, clear.gates)
      : ["Only a clear that waits for its gates can be overridden."],
  };
  return { plan, lockId: clear.lockId, resource: clear.resource, roster: clear.roster };
}

/** What was reviewed is the clear with its own facts, and which gates for how long. */
function factsOf(clear: OperationRecord, { gates, validMs }: BypassSpec): Plan["facts"] {
  return [
    { key: "operation", label: "Operation", value: clear.id },
    { key: "snapshot", label: "What the clear was reviewed on", value: clear.snapshot },
    { key: "state", label: "State of the clear", value: clear.state },
    { key: "gates", label: "Gates", value: [...gates].sort().join(", ") },
    { key: "valid", label: "Valid", value: roughly(validMs) },
    ...clear.plan.facts.map((fact) => ({ ...fact, key: `clear.${fact.key}` })),
  ];
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const step = (id: string, title: string): Step => ({
  id,
  title,
  state: "pending",
  startedAt: null,
  endedAt: null,
  note: null,
});
