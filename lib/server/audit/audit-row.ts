import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { actorText } from "#lib/server/auth/audit-entry.ts";
import type { AuditRecord } from "#lib/store/records.ts";

const targetMaxChars = 8_300;
const detailMaxChars = 2_000;
const evidenceMaxRows = 200;

/** What happened, or was refused, as a verb knows it. */
export interface AuditInput {
  at: number;
  /** Who; a text where the server itself acts, such as "Locksmith". */
  actor: Actor | string;
  /** Noun and verb, such as `operation.confirm`. */
  action: string;
  /** Id of the thing; a lock's id where it concerns one, so that the lock's page can ask for it. */
  target: string;
  outcome?: AuditRecord["outcome"];
  detail?: string;
  operationId?: string | null;
  reason?: string | null;
  evidence?: readonly { label: string; text: string }[];
}

/** An audit row with every text from outside made safe and bounded. Write it with `tx.audit`, in the effect's write. */
export function auditRow(input: AuditInput): AuditRecord {
  const { at, actor, action, target, outcome = "done", detail = "", operationId = null } = input;
  return {
    at,
    actor: typeof actor === "string" ? safeText(actor) : actorText(actor),
    action,
    target: safeText(target, targetMaxChars),
    outcome,
    detail: safeText(detail, detailMaxChars),
    operationId,
    reason: input.reason ? safeText(input.reason, detailMaxChars) : null,
    evidence: (input.evidence ?? []).slice(0, evidenceMaxRows).map(({ label, text }) => ({
      label: safeText(label),
      text: safeText(text, detailMaxChars),
    })),
  };
}
