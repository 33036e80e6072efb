import type { OperationDetail } from "#lib/contract/operations.ts";
import { isEnded, type OperationKind, type OperationState } from "#lib/domain/operations/operation.ts";
import { defaultPolicies, type Policy } from "#lib/domain/operations/policy.ts";
import { type Role, roles } from "#lib/domain/roles.ts";

export type Verb = keyof OperationDetail["allowed"];

/** A verb that is shown: as a button, or as one that says why it can't be pressed now. */
export interface ShownVerb {
  verb: Verb;
  reason: string | null;
}

interface Seen {
  kind: OperationKind;
  state: OperationState;
  policy: Pick<Policy, "confirmRole" | "acknowledgeRole" | "twoPeople">;
  holdPoint: unknown;
  allowed: Partial<OperationDetail["allowed"]>;
}

/** Verbs that mean something for a kind in a state, the most wanted first. */
function meant({ kind, state, holdPoint }: Seen): Verb[] {
  if (isEnded(state) || state === "aborting") return [];
  if (state === "planned") return ["confirm", "abort"];
  if (state === "waiting") {
    const asked: Verb[] = holdPoint === null ? [] : ["acknowledge", "ask"];
    return kind === "clear" ? [...asked, "bypass", "abort"] : [...asked, "abort"];
  }
  if (kind === "drain") return ["resume", "extend", "abort"];
  return kind === "canary" ? ["promote", "rollback", "abort"] : ["abort"];
}

/** A bypass is an operation of its own; its policy is only known once it is planned. */
function neededFor(verb: Verb, policy: Seen["policy"]): Role {
  if (verb === "bypass") return defaultPolicies.bypass.confirmRole;
  return verb === "acknowledge" ? policy.acknowledgeRole : policy.confirmRole;
}

/**
 * The buttons of an operation's page for somebody of this role. Who may never press one does not see it; who may but
 * not now sees it with the server's reason.
 */
export function shownVerbs(seen: Seen, role: Role | null): ShownVerb[] {
  if (role === null) return [];
  const may = (verb: Verb) => roles.indexOf(role) >= roles.indexOf(neededFor(verb, seen.policy));
  return meant(seen)
    .filter(may)
    .map((verb) => {
      const answer = seen.allowed[verb];
      if (answer?.allowed === true) return { verb, reason: null };
      return { verb, reason: answer?.reason ?? "It can't be done now." };
    });
}
