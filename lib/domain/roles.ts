import { type Writing, worldRefusal } from "./drill/world.ts";

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
  | { kind: "agent"; id: string; name: string; node: string; drill?: string }
  /** A screen on a wall that nobody is signed in at: it reads, and is nobody. */
  | { kind: "display"; id: string; name: string };

/** The drill that an actor belongs to, and outside of which it may write nothing. */
export function drillOf(actor: Actor): string | undefined {
  return actor.kind === "user" || actor.kind === "agent" ? actor.drill : undefined;
}

/** Whether the role is the highest; agents and displays have none. */
export function isAdmin(actor: Actor): boolean {
  return (actor.kind === "user" || actor.kind === "token") && actor.role === "admin";
}

/** What can be asked of the server, apart from the node that it concerns. */
export const actions = [
  "read",
  "audit.read",
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
  "drill.run",
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
  // Who did what and from where is for people: neither a screen on a wall nor an agent has a use for it.
  "audit.read": "viewer",
  "operation.plan": "operator",
  "operation.confirm": "operator",
  "operation.acknowledge": "approver",
  "config.write": "operator",
  "incident.write": "operator",
  "drill.steer": "operator",
  "drill.manage": "admin",
  // Of its runner alone; see below.
  "drill.run": "admin",
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

/** What the played people of a drill do; they have no accounts, run no services and set no policies. */
const playedMay: ReadonlySet<Action> = new Set<Action>([
  "read",
  "operation.plan",
  "operation.confirm",
  "operation.acknowledge",
  "config.write",
  "incident.write",
  "drill.steer",
]);

/** Whether an action is what processes say of themselves, or what people do to things. */
export function writingOf(action: Action): Writing {
  return agentMay.has(action) || action === "drill.run" ? "machine" : "person";
}

export type Permission = { allowed: true } | { allowed: false; reason: string };

/**
 * Whether an actor may do an action, and if not, why. `node` is the node that the action writes; an agent may
 * write no other than its own, a drill's fleet those of the drill. Screen and server ask this same function.
 */
export function can(actor: Actor | null, action: Action, node?: string): Permission {
  if (actor === null) return { allowed: false, reason: "Sign in first." };
  const foreign = action === "read" || node === undefined ? null : nodeRefusal(actor, action, node);
  if (actor.kind === "agent") {
    if (action === "drill.run" && actor.drill !== undefined) return { allowed: true };
    if (!agentMay.has(action)) return { allowed: false, reason: "A token of an agent may not do this." };
    return foreign === null ? { allowed: true } : { allowed: false, reason: foreign };
  }
  if (actor.kind === "display") {
    return action === "read" ? { allowed: true } : { allowed: false, reason: "A display only shows." };
  }
  if (action === "drill.run") return { allowed: false, reason: "Only the runner of a drill may do this." };
  if (actor.kind === "user" && actor.drill !== undefined && !playedMay.has(action)) {
    return { allowed: false, reason: "A played person of a drill may not do this." };
  }
  const needed = least[action];
  if (roles.indexOf(actor.role) < roles.indexOf(needed)) {
    return { allowed: false, reason: `This needs the role ${needed}; yours is ${actor.role}.` };
  }
  return foreign === null ? { allowed: true } : { allowed: false, reason: foreign };
}

function nodeRefusal(actor: Actor, action: Action, node: string): string | null {
  const drill = drillOf(actor);
  if (actor.kind === "agent" && drill === undefined && node !== actor.node) {
    return "This token belongs to another node.";
  }
  return worldRefusal({ drill }, writingOf(action), [node]);
}
