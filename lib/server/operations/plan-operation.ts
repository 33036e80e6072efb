import type { OperationKind, OperationSpec, Person } from "#lib/domain/operations/operation.ts";
import { type Policy, policyFor } from "#lib/domain/operations/policy.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { Planned } from "./kind.ts";
import { rulesOf } from "./kinds.ts";
import { snapshotOf } from "./snapshot-hash.ts";

export interface FreshPlan extends Planned {
  policy: Policy;
  snapshot: string;
}

/** Takes the facts of what is asked, as of now, with the policy in force. Reads only. */
export async function planOperation(
  context: ServerContext,
  spec: OperationSpec,
  by: Person,
): Promise<FreshPlan> {
  const rows: Policy[] = [];
  for await (const { value } of context.store.all("policy")) rows.push(value);
  const policy = (resource: string | null) => inForce(spec.kind, resource, rows);
  const planned = await rulesOf(spec.kind).plan(context, spec, policy, by);
  return { ...planned, policy: policy(planned.resource), snapshot: snapshotOf(planned.plan.facts) };
}

/** No policy lets one person override a gate. */
function inForce(kind: OperationKind, resource: string | null, rows: readonly Policy[]): Policy {
  const policy = policyFor(kind, resource, rows);
  return kind === "bypass" ? { ...policy, twoPeople: true, typedName: true, reason: true } : policy;
}
