import { z } from "zod";
import { at, listOf, pageQuery } from "./common.ts";

/** One row of the audit, with its place in the hash chain. */
export const auditRow = z.object({
  seq: z.number().int().positive(),
  at,
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  outcome: z.enum(["done", "refused"]),
  detail: z.string(),
  operationId: z.string().nullable(),
  reason: z.string().nullable(),
  evidence: z.array(z.object({ label: z.string(), text: z.string() })),
  prevHash: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;

const filter = {
  /** Part of who did it. */
  actor: z.string().max(300).optional(),
  /** Exact action, or a prefix that ends with a dot, such as `token.`. */
  action: z.string().max(100).optional(),
  /** Exact target, such as a lock's id. */
  target: z.string().max(8_300).optional(),
  operation: z.string().max(100).optional(),
  outcome: z.enum(["done", "refused"]).optional(),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  q: z.string().max(500).optional(),
};

/** GET /api/v1/audit, newest first. */
export const auditQuery = pageQuery.extend(filter);
export type AuditFilterInput = Omit<z.output<typeof auditQuery>, "limit" | "cursor">;
export const auditList = listOf(auditRow);
export type AuditList = z.infer<typeof auditList>;

/** GET /api/v1/audit/export, oldest first. */
export const auditExportQuery = z.object({ ...filter, format: z.enum(["jsonl", "csv"]).default("jsonl") });

/** GET /api/v1/audit/verify : the whole chain, walked. */
export const auditVerified = z.object({
  ok: z.boolean(),
  /** Rows that the chain should have. */
  rows: z.number().int(),
  /** First row that is missing or not what was written; null when all are. */
  brokenAt: z.number().int().nullable(),
  reason: z.string().nullable(),
  /** Hash of the newest row: written down elsewhere, it shows later that nothing before it was changed. */
  head: z.string(),
  checkedAt: at,
});
export type AuditVerified = z.infer<typeof auditVerified>;
