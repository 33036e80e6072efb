import type { z } from "zod";
import { resourceName } from "#lib/contract/common.ts";
import type { PolicyRow, setPolicy as setPolicyBody } from "#lib/contract/policies.ts";
import { defaultPolicies, type Policy } from "#lib/domain/operations/policy.ts";
import {
  parsePolicyId,
  policyChanges,
  policyProblems,
  policyWeakenings,
} from "#lib/domain/operations/policy-rules.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { auditRow } from "#lib/server/audit/audit-row.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { Tx } from "#lib/store/store.ts";
import { toRow } from "./list-policies.ts";

type Needs = Pick<ServerContext, "store" | "clock">;
const policiesMax = 1_000;

/** PUT /policies/{id}. It counts from the next plan or confirmation on; the audit says what was asked for before. */
export async function setPolicy(
  context: Needs,
  actor: Actor,
  id: string,
  body: z.output<typeof setPolicyBody>,
): Promise<PolicyRow> {
  const policy: Policy = { ...body, ...subject(id) };
  const problems = policyProblems(policy);
  if (problems.length > 0) {
    const at = context.clock.wallMs();
    const detail = `invalid: ${problems.map(({ field, message }) => `${field}: ${message}`).join("; ")}`;
    await context.store.write((tx) =>
      tx.audit(auditRow({ at, actor, action: "policy.set", target: id, outcome: "refused", detail })),
    );
    throw new ApiError("invalid", "The policy cannot be like this.", undefined, problems);
  }
  await checkRoom(context, id);
  await context.store.write(async (tx) => {
    const before = await inForce(tx, id, policy);
    await tx.put("policy", id, policy);
    const at = context.clock.wallMs();
    const evidence = policyWeakenings(policy).map((text) => ({ label: "weaker than the default", text }));
    const detail = policyChanges(before, policy) || "as it was";
    await tx.audit(auditRow({ at, actor, action: "policy.set", target: id, detail, evidence }));
  });
  return toRow(policy, true);
}

/** DELETE /policies/{id}: back to what is in force without it. */
export async function removePolicy(context: Needs, actor: Actor, id: string): Promise<void> {
  subject(id);
  await context.store.write(async (tx) => {
    const stored = await tx.get("policy", id);
    if (stored === null || stored.goneAt !== null) {
      throw new ApiError("not-found", "No such policy was set; what is in force is the default.");
    }
    const at = context.clock.wallMs();
    await tx.remove("policy", id, at, "removed");
    const { kind, resource } = stored.value;
    const next = resource === null ? defaultPolicies[kind] : await inForce(tx, kind, stored.value);
    const detail = policyChanges(stored.value, next) || "as it was";
    await tx.audit(auditRow({ at, actor, action: "policy.remove", target: id, detail }));
  });
}

/** What was asked for before this policy: itself, that for all resources, or the default. */
async function inForce(tx: Tx, id: string, { kind }: Policy): Promise<Policy> {
  for (const one of [id, kind]) {
    const stored = await tx.get("policy", one);
    if (stored !== null && stored.goneAt === null) return stored.value;
  }
  return defaultPolicies[kind];
}

function subject(id: string): Pick<Policy, "kind" | "resource"> {
  const parsed = parsePolicyId(id);
  const named =
    parsed !== null && (parsed.resource === null || resourceName.safeParse(parsed.resource).success);
  if (parsed !== null && named) return parsed;
  const message = "a kind such as clear, or clear:resource for one resource";
  throw new ApiError("invalid", "There is no such kind of operation.", undefined, [
    { field: "path.id", message },
  ]);
}

async function checkRoom({ store }: Needs, id: string): Promise<void> {
  let others = 0;
  for await (const { value, id: one } of store.all("policy"))
    if (value.resource !== null && one !== id) others += 1;
  if (others >= policiesMax)
    throw new ApiError("conflict", `There may be ${policiesMax} policies for single resources.`);
}
