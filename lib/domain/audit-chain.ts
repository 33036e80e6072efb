/** What an audit row says: everything that its hash covers, beside its number and the hash before it. */
export interface AuditFields {
  at: number;
  actor: string;
  action: string;
  target: string;
  outcome: "done" | "refused";
  detail: string;
  operationId: string | null;
  /** Why, in the words of the person. */
  reason: string | null;
  /** What it was decided on. */
  evidence: readonly { label: string; text: string }[];
}

/** An audit row in its place: numbers have no hole, and each hash covers the one before. */
export interface ChainedAudit extends AuditFields {
  seq: number;
  prevHash: string;
  hash: string;
}

/** Hex SHA-256 of a text in UTF-8; passed in, because rules compute no digests. */
export type Sha256 = (text: string) => string;

/** Stands for the row before the first. */
export const auditGenesis = "0".repeat(64);

/** The end of the chain, kept beside it: without it, rows could be cut off the end unseen. */
export interface AuditHead {
  seq: number;
  hash: string;
}

/** The first place where the chain is not what was written. */
export interface ChainBreak {
  seq: number;
  reason: string;
}

/**
 * The text that is hashed: a JSON array of all fields in this order. The first says which form it is, so that a later
 * one can differ and old rows still be checked.
 */
export function canonicalAudit(seq: number, prevHash: string, row: AuditFields): string {
  const evidence = row.evidence.map(({ label, text }) => [label, text]);
  const { at, actor, action, target, outcome, detail, operationId, reason } = row;
  return JSON.stringify([
    "locksmith-audit-1",
    seq,
    prevHash,
    at,
    actor,
    action,
    target,
    outcome,
    detail,
    operationId,
    reason,
    evidence,
  ]);
}

/** A row with its number, linked to the end of the chain. Text that a database would change is mended first. */
export function chainAudit(head: AuditHead, row: Partial<AuditFields> & RequiredFields, sha256: Sha256) {
  const fields: AuditFields = {
    at: row.at,
    actor: storable(row.actor),
    action: storable(row.action),
    target: storable(row.target),
    outcome: row.outcome,
    detail: storable(row.detail),
    operationId: row.operationId == null ? null : storable(row.operationId),
    reason: row.reason == null ? null : storable(row.reason),
    evidence: (row.evidence ?? []).map(({ label, text }) => ({
      label: storable(label),
      text: storable(text),
    })),
  };
  const seq = head.seq + 1;
  const hash = sha256(canonicalAudit(seq, head.hash, fields));
  return { seq, prevHash: head.hash, hash, ...fields } satisfies ChainedAudit;
}

type RequiredFields = Pick<AuditFields, "at" | "actor" | "action" | "target" | "outcome" | "detail">;

/** Half a surrogate pair and NUL come back from a database as something else. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "�");
}

/** Checks a chain row by row, from the first on. `next` and `end` answer with the break, or null. */
export function auditCheck(sha256: Sha256): {
  next(row: ChainedAudit): ChainBreak | null;
  end(head: AuditHead): ChainBreak | null;
} {
  let last: AuditHead = { seq: 0, hash: auditGenesis };
  return {
    next(row) {
      const seq = last.seq + 1;
      if (row.seq !== seq) return { seq, reason: `Row ${seq} is missing; the next one there is ${row.seq}.` };
      if (row.prevHash !== last.hash) {
        return { seq, reason: `Row ${seq} does not follow the row before it.` };
      }
      if (sha256(canonicalAudit(seq, last.hash, row)) !== row.hash) {
        return { seq, reason: `Row ${seq} is not what was written: its hash does not match.` };
      }
      last = { seq, hash: row.hash };
      return null;
    },
    end(head) {
      if (head.seq > last.seq) {
        return { seq: last.seq + 1, reason: `Rows ${last.seq + 1} to ${head.seq} are missing at the end.` };
      }
      if (head.seq === last.seq && head.hash === last.hash) return null;
      return { seq: head.seq + 1, reason: "The chain's recorded end is not its end." };
    },
  };
}
