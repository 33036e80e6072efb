import type { PolicyRow } from "#lib/contract/policies.ts";
import { operationKinds } from "#lib/domain/operations/operation.ts";
import { defaultPolicies, type Policy } from "#lib/domain/operations/policy.ts";
import { policyId, policyWeakenings } from "#lib/domain/operations/policy-rules.ts";
import type { ServerContext } from "#lib/server/context.ts";

/** GET /policies: what is in force for each kind, then for single resources in order of name. */
export async function listPolicies({ store }: Pick<ServerContext, "store">): Promise<PolicyRow[]> {
  const set: Policy[] = [];
  for await (const { value } of store.all("policy")) set.push(value);
  const forAll = operationKinds.map((kind) => {
    const own = set.find((policy) => policy.kind === kind && policy.resource === null);
    return toRow(own ?? defaultPolicies[kind], own !== undefined);
  });
  const forOne = set.filter((policy) => policy.resource !== null).map((policy) => toRow(policy, true));
  return [...forAll, ...forOne.sort((a, b) => (a.id < b.id ? -1 : 1))];
}

export function toRow(policy: Policy, set: boolean): PolicyRow {
  return { ...policy, id: policyId(policy.kind, policy.resource), set, weaker: policyWeakenings(policy) };
}
