import type { AuditRow } from "#lib/contract/audit.ts";
import { sourceNames } from "#lib/domain/states.ts";

/** Groups of actions, as the filter names them. */
export const actionGroups = [
  { value: "", label: "Everything" },
  { value: "operation.", label: "Operations" },
  { value: "config.", label: "Configurations" },
  { value: "policy.", label: "Policies" },
  { value: "paging.", label: "Paging" },
  { value: "account.", label: "Accounts" },
  { value: "token.", label: "Tokens" },
  { value: "session.", label: "Sessions" },
  { value: "lease.", label: "Leases" },
  { value: "sign-in", label: "Sign-in" },
] as const;

/** The name and the id of who did it, as the server writes them: `Ada (user 17)`. */
export function actorParts(actor: string): { name: string; id: string | null } {
  const found = /^(.*) \(((?:user|token|agent) [^()]*)\)$/s.exec(actor);
  return { name: found?.[1] ?? actor, id: found?.[2] ?? null };
}

/** The lock that a row is about, or null. */
export function lockOf({ target }: Pick<AuditRow, "target">): string | null {
  const source = target.slice(0, Math.max(0, target.indexOf("/")));
  return sourceNames.some((name) => name === source) && target.length > source.length + 1 ? target : null;
}
