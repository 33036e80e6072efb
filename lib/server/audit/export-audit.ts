import { ReadableStream } from "node:stream/web";
import type { z } from "zod";
import type { auditExportQuery } from "#lib/contract/audit.ts";
import type { ChainedAudit } from "#lib/domain/audit-chain.ts";
import { csvLine } from "#lib/domain/csv.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { auditFilter } from "./audit-filter.ts";

const rowsAtOnce = 500;
const head = "seq,time,actor,action,target,outcome,detail,operation,reason,evidence,hash,previous_hash\r\n";
const kinds = {
  jsonl: {
    type: "application/x-ndjson; charset=utf-8",
    line: (row: ChainedAudit) => `${JSON.stringify(row)}\n`,
  },
  csv: { type: "text/csv; charset=utf-8; header=present", line: csvOf },
};

/** GET /audit/export: all rows that match, oldest first, sent as they are read. */
export function exportAudit(
  { store }: Pick<ServerContext, "store">,
  { format, ...query }: z.output<typeof auditExportQuery>,
): Response {
  const filter = auditFilter(query);
  const { type, line } = kinds[format];
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    if (format === "csv") yield encoder.encode(head);
    const { seq: end } = await store.auditHead();
    for (let afterSeq = 0; ; ) {
      const rows = await store.audits({ ...filter, afterSeq, limit: rowsAtOnce });
      const text = rows
        .filter((row) => row.seq <= end)
        .map(line)
        .join("");
      if (text !== "") yield encoder.encode(text);
      if (rows.length < rowsAtOnce) return;
      afterSeq = rows.at(-1)?.seq ?? afterSeq;
    }
  }
  return new Response(ReadableStream.from(chunks()) as unknown as BodyInit, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="locksmith-audit.${format}"`,
      "cache-control": "no-store",
    },
  });
}

function csvOf(row: ChainedAudit): string {
  const evidence = row.evidence.map(({ label, text }) => `${label}: ${text}`).join("; ");
  return csvLine([
    row.seq,
    new Date(row.at).toISOString(),
    row.actor,
    row.action,
    row.target,
    row.outcome,
    row.detail,
    row.operationId,
    row.reason,
    evidence,
    row.hash,
    row.prevHash,
  ]);
}
