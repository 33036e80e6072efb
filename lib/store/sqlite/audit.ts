import { createHash } from "node:crypto";
import { type AuditHead, type ChainedAudit, chainAudit } from "#lib/domain/audit-chain.ts";
import type { AuditRecord } from "#lib/store/records.ts";
import type { AuditFilter } from "#lib/store/store.ts";
import type { Connection, Row } from "./connection.ts";
import type { Unit } from "./unit.ts";

const columns = `seq, at, actor, action, target, outcome, detail, operation_id, reason, evidence, prev_hash, hash`;
const readHead = "select seq, hash from audit_head";
const insert = `insert into audit (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const searched = "actor || char(10) || action || char(10) || target || char(10) || detail";

/** Writes the next row of the chain. The writer runs one work after another, so the end that is read is the end. */
export function appendAudit(unit: Unit, record: AuditRecord): void {
  const row = chainAudit(toHead(unit.get(readHead)), record, sha256);
  unit.run(
    insert,
    row.seq,
    row.at,
    row.actor,
    row.action,
    row.target,
    row.outcome,
    row.detail,
    row.operationId,
    row.reason,
    JSON.stringify(row.evidence),
    row.prevHash,
    row.hash,
  );
}

export function auditHead(connection: Connection): AuditHead {
  return toHead(connection.get(readHead));
}

/** Rows that match: the newest first, or after `afterSeq` the oldest first. */
export function readAudits(connection: Connection, filter: AuditFilter, limit: number): ChainedAudit[] {
  const { where, values } = conditions(filter);
  const order = filter.afterSeq === undefined ? "desc" : "asc";
  const text = `select ${columns} from audit ${where} order by seq ${order} limit ?`;
  return connection.all(text, ...values, limit).map(toAudit);
}

export function countAudits(connection: Connection, filter: AuditFilter): number {
  const { where, values } = conditions(filter);
  return Number(connection.get(`select count(*) as count from audit ${where}`, ...values)?.["count"]);
}

function conditions(filter: AuditFilter): { where: string; values: (string | number)[] } {
  const where: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, ...more: (string | number)[]) => {
    where.push(condition);
    values.push(...more);
  };
  if (filter.beforeSeq !== undefined) add("seq < ?", filter.beforeSeq);
  if (filter.afterSeq !== undefined) add("seq > ?", filter.afterSeq);
  if (filter.target !== undefined) add("target = ?", filter.target);
  if (filter.operationId !== undefined) add("operation_id = ?", filter.operationId);
  if (filter.outcome !== undefined) add("outcome = ?", filter.outcome);
  if (filter.from !== undefined) add("at >= ?", filter.from);
  if (filter.to !== undefined) add("at <= ?", filter.to);
  if (filter.actor !== undefined) add("instr(lower(actor), lower(?)) > 0", filter.actor);
  if (filter.action?.endsWith(".")) {
    add("action >= ? and action < ?", filter.action, `${filter.action.slice(0, -1)}/`);
  } else if (filter.action !== undefined) {
    add("action = ?", filter.action);
  }
  for (const word of filter.words ?? []) {
    add(`instr(lower(${searched} || char(10) || coalesce(reason, '')), lower(?)) > 0`, word);
  }
  return { where: where.length === 0 ? "" : `where ${where.join(" and ")}`, values };
}

function toHead(row: Row | undefined): AuditHead {
  return { seq: Number(row?.["seq"]), hash: String(row?.["hash"]) };
}

function toAudit(row: Row): ChainedAudit {
  return {
    seq: row["seq"] as number,
    at: row["at"] as number,
    actor: row["actor"] as string,
    action: row["action"] as string,
    target: row["target"] as string,
    outcome: row["outcome"] as ChainedAudit["outcome"],
    detail: row["detail"] as string,
    operationId: row["operation_id"] as string | null,
    reason: row["reason"] as string | null,
    evidence: JSON.parse(row["evidence"] as string) as ChainedAudit["evidence"],
    prevHash: row["prev_hash"] as string,
    hash: row["hash"] as string,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
