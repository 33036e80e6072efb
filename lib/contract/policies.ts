import { z } from "zod";
import { listOf } from "./common.ts";
import { policy } from "./operations.ts";

/** One policy in force: the default of its kind, what an admin set for the kind, or for one resource. */
export const policyRow = policy.extend({
  /** `kind` or `kind:resource`. */
  id: z.string(),
  /** false: the default of the product. */
  set: z.boolean(),
  /** In which ways it asks for less than the default. */
  weaker: z.array(z.string()),
});
export type PolicyRow = z.infer<typeof policyRow>;

/** GET /api/v1/policies : one row a kind, then those for single resources. */
export const policyList = listOf(policyRow);
export type PolicyList = z.infer<typeof policyList>;

/** PUT /api/v1/policies/{id} (admin): the whole policy. */
export const setPolicy = z.strictObject(policy.omit({ kind: true, resource: true }).shape);
export type SetPolicy = z.input<typeof setPolicy>;
