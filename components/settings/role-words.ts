import type { Role } from "#lib/domain/roles.ts";

/** What a role may do, in a few words. */
export const roleMeanings: Record<Role, string> = {
  viewer: "sees everything, changes nothing",
  operator: "as a viewer, and takes and releases leases",
  approver: "as an operator, and approves what others ask for",
  admin: "as an approver, and manages accounts, tokens and agents",
};
