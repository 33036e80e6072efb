/** Roles of people and tokens, from least to most. Each includes what the ones before it may do. */
export const roles = ["viewer", "operator", "approver", "admin"] as const;
export type Role = (typeof roles)[number];

/**
 * Who is asking: a person's role, or a token with its scope. An agent's token may write its own node only. Whoever has a
 * `drill` belongs to that drill, and may write what carries its label and nothing else (drill/names.ts).
 */
export type Actor =
  | { kind: "user"; id: string; name: string; role: Role; drill?: string }
  /** `madeBy`: id of the person who made the token, who counts for it; absent when that is not known. */
  | { kind: "token"; id: string; name: string; role: Role; madeBy?: string }
  /** `node` is empty for the token of a drill's fleet, which writes every node of the drill. */
  | { kind: "agent"; id: string; name: string; node: string; drill?: string };

/** What can be asked of the server, apart from the node that it concerns. */
export const actions = [
  "read",
  "session.write",
  "lease.write",
  "agent.write",
  "operation.plan",
  "operation.confirm",
  "operation.acknowledge",
  "config.write",
  "incident.write",
  "drill.steer",
  "drill.manage",
  "policy.manage",
  "paging.manage",
  "account.self",
  "account.manage",
  "token.manage",
  "agent.manage",
] as const;
export type Action = (typeof actions)[number];

const least: Record<Action, Role> = {
  read: "viewer",
  "operation.plan": "operator",
  "operation.confirm": "operator",
  "operation.acknowledge": "approver",
  "config.write": "operator",
  "incident.write": "operator",
  "drill.steer": "operator",
  "drill.manage": "admin",
  "policy.manage": "admin",
  "paging.manage": "admin",
  "account.self": "viewer",
  "session.write": "operator",
  "lease.write": "operator",
  "agent.write": "admin",
  "account.manage": "admin",
  "token.manage": "admin",
  "agent.manage": "admin",
};

const agentMay: ReadonlySet<Action> = new Set<Action>([
  "read",
  "session.write",
  "lease.write",
  "agent.write",
]);

export type Permission = { allowed: true } | { allowed: false; reason: string };

/**
 * Whether an actor may do an action, and if not, why. `node` is the node that the action writes; an agent may
 * write no other than its own. Screen and server ask this same function.
 */
export function can(actor: Actor | null, action: Action, node?: string): Permission {
  if (actor === null) return { allowed: false, reason: "Sign in first." };
  if (actor.kind === "agent") {
    if (!agentMay.has(action)) return { allowed: false, reason: "A token of an agent may not do this." };
    if (action !== "read" && node !== undefined && node !== actor.node) {
      return { allowed: false, reason: "This token belongs to another node." };
    }
    return { allowed: true };
  }
  const needed = least[action];
  if (roles.indexOf(actor.role) >= roles.indexOf(needed)) return { allowed: true };
  return { allowed: false, reason: `This needs the role ${needed}; yours is ${actor.role}.` };
}
