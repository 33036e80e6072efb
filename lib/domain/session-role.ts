/**
 * What a session is to the resources that it takes. An orchestrator takes them in cycles, a guardian holds one for
 * good, a watchdog takes over from a guardian; a worker is none of these.
 */
export const sessionRoles = ["worker", "orchestrator", "guardian", "watchdog"] as const;
export type SessionRole = (typeof sessionRoles)[number];

/** The service of a node's own agent: its session takes no locks, and is never paused. */
export const agentService = "locksmith-agent";
