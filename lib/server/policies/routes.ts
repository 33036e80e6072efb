import { z } from "zod";
import { problem, resourceName } from "#lib/contract/common.ts";
import { policyList, policyRow, setPolicy as setPolicyBody } from "#lib/contract/policies.ts";
import { limits } from "#lib/domain/limits.ts";
import { parsePolicyId } from "#lib/domain/operations/policy-rules.ts";
import { wholeList } from "#lib/server/accounts/whole-list.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { listPolicies } from "./list-policies.ts";
import { removePolicy, setPolicy } from "./set-policy.ts";

const byId = z.object({ id: resourceName.max(limits.nameMaxChars + 20) });

/** What guarded actions need: everybody may read it, admins set it. */
export const policyRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/policies",
    summary: "What each kind of operation needs: roles, a second person, a reason, limits",
    action: "read",
    answers: { 200: policyList, 401: problem },
    handle: async (context) => ({ status: 200, body: wholeList(context, await listPolicies(context)) }),
  }),
  defineRoute({
    method: "put",
    path: "/api/v1/policies/{id}",
    summary: "Set the policy of a kind of operation, or of a kind for one resource (`kind:resource`)",
    action: "policy.manage",
    names: ({ params }) => [parsePolicyId(params.id)?.resource ?? params.id],
    params: byId,
    body: setPolicyBody,
    answers: { 200: policyRow, 409: problem, 422: problem },
    handle: async (context, { actor, params, body }) => ({
      status: 200,
      body: await setPolicy(context, actor, params.id, body),
    }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/v1/policies/{id}",
    summary: "Take a policy back: what is in force without it counts again",
    action: "policy.manage",
    names: ({ params }) => [parsePolicyId(params.id)?.resource ?? params.id],
    params: byId,
    answers: { 204: null, 404: problem, 422: problem },
    handle: async (context, { actor, params }) => {
      await removePolicy(context, actor, params.id);
      return { status: 204 };
    },
  }),
];
