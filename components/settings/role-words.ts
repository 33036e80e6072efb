import type { Role } from "#lib/domain/roles.ts";

/** What a role may do, in a few words. Each includes what the ones before it may. */
export const roleMeanings: Record<Role, string> = {
  viewer: "sees everything, changes nothing",
  operator: "also takes and releases leases",
  approver: "also approves what others ask for",
  admin: "also manages accounts, tokens and agents",
};
