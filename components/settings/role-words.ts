import type { Role } from "#lib/domain/roles.ts";

/** What a role may do, in a few words. */
export const roleMeanings: Record<Role, string> = {
  viewer: "sees everything, changes nothing",
  operator: "as a viewer, and takes leases, plans and confirms guarded actions",
  approver: "as an operator, and acknowledges what others ask for",
  admin: "as an approver, and manages accounts, tokens, paging and policies",
};
