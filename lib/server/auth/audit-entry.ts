import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { AuditRecord } from "#lib/store/records.ts";

/** Who did it, for the audit: the name for people, the id because names change. */
export function actorText(actor: Actor): string {
  return safeText(`${actor.name} (${actor.kind} ${actor.id})`);
}

/** Who ended something, as whoever is shut out by it may read it: a token is not a person, and is not named as one. */
export function enderOf({ kind, name }: Actor): string {
  return safeText(kind === "user" ? name : `${name} (${kind})`);
}

/** An audit row of something about accounts or tokens; texts from outside are made safe here. */
export function auditEntry(
  at: number,
  actor: Actor | string,
  action: string,
  target: string,
  detail = "",
  outcome: AuditRecord["outcome"] = "done",
): AuditRecord {
  const who = typeof actor === "string" ? safeText(actor) : actorText(actor);
  return { at, actor: who, action, target: safeText(target), outcome, detail: safeText(detail, 1000) };
}
