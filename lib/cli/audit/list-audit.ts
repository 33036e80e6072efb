import { connect } from "#lib/cli/connection.ts";
import { usage } from "#lib/cli/failure.ts";
import { type Column, printJson, table, timeText } from "#lib/cli/output.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { AuditList, AuditRow } from "#lib/contract/audit.ts";
import { limits } from "#lib/domain/limits.ts";
import { type AuditFlags, auditFilterOf } from "./filters.ts";

const columns: Column<AuditRow>[] = [
  { name: "ROW", cell: (row) => String(row.seq), number: true },
  { name: "TIME", cell: (row) => timeText(row.at) },
  { name: "OUTCOME", cell: (row) => row.outcome },
  { name: "WHO", cell: (row) => row.actor, maxChars: 40 },
  { name: "WHAT", cell: (row) => row.action },
  { name: "TARGET", cell: (row) => row.target },
  { name: "OPERATION", cell: (row) => row.operationId ?? "-" },
  { name: "DETAIL", cell: (row) => [row.detail, row.reason].filter(Boolean).join("; "), maxChars: 200 },
];

/** `locksmith audit ls` */
export async function listAudit(flags: AuditFlags & { limit: string; json?: boolean }): Promise<number> {
  if (!/^\d{1,9}$/.test(flags.limit)) {
    throw usage(`--limit must be a whole number, not ${JSON.stringify(flags.limit)}`);
  }
  const most = Number(flags.limit) || Number.POSITIVE_INFINITY;
  const filter = auditFilterOf(flags, Date.now());
  const api = connect(flags);
  const items: AuditRow[] = [];
  let cursor: string | undefined;
  let total = 0;
  do {
    const limit = Math.min(limits.pageLimitMax, most - items.length);
    const page = await api.get<AuditList>(apiPaths.audit, { query: { ...filter, limit, cursor } });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    total = page.total;
  } while (cursor !== undefined && items.length < most);
  if (flags.json === true) printJson({ items, total });
  else if (items.length === 0) process.stdout.write("No row matches.\n");
  else process.stdout.write(table(columns, items));
  if (cursor !== undefined) {
    process.stderr.write(`locksmith: ${total - items.length} more; --limit 0 shows all\n`);
  }
  return 0;
}
