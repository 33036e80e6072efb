import type { z } from "zod";
import type { auditExportQuery } from "#lib/contract/audit.ts";
import { searchWords } from "#lib/domain/lock-query.ts";
import type { AuditFilter } from "#lib/store/store.ts";

type Asked = Omit<z.output<typeof auditExportQuery>, "format">;

/** The store's filter from the query; an empty value means "not asked for". */
export function auditFilter(query: Asked): AuditFilter {
  const filter: AuditFilter = {};
  if (query.actor) filter.actor = query.actor;
  if (query.action) filter.action = query.action;
  if (query.target) filter.target = query.target;
  if (query.operation) filter.operationId = query.operation;
  if (query.outcome !== undefined) filter.outcome = query.outcome;
  if (query.from !== undefined) filter.from = query.from;
  if (query.to !== undefined) filter.to = query.to;
  const words = searchWords(query.q ?? "");
  if (words.length > 0) filter.words = words;
  return filter;
}
