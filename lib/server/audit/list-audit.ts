import type { z } from "zod";
import type { AuditList, auditQuery } from "#lib/contract/audit.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { decodeCursor, encodeCursor } from "#lib/server/lists/cursor.ts";
import { auditFilter } from "./audit-filter.ts";

const order = "audit";

/** GET /audit: newest first. */
export async function listAudit(
  { store }: Pick<ServerContext, "store">,
  query: z.output<typeof auditQuery>,
): Promise<AuditList> {
  const filter = auditFilter(query);
  const beforeSeq = decodeCursor(order, query.cursor)?.values[0];
  const paged = typeof beforeSeq === "number" ? { ...filter, beforeSeq } : filter;
  const found = await store.audits({ ...paged, limit: query.limit + 1 });
  const items = found.slice(0, query.limit).map((row) => ({ ...row, evidence: [...row.evidence] }));
  const last = found.length > query.limit ? items.at(-1) : undefined;
  return {
    items,
    revision: store.revision(),
    nextCursor: encodeCursor(order, last === undefined ? null : { values: [last.seq], id: "" }),
    total: await store.auditCount(filter),
  };
}
