import {
  csvParts,
  type ExportColumn,
  type ExportFacts,
  exportFileName,
  jsonParts,
} from "#lib/domain/views/export.ts";
import { exportColumns } from "./export-columns.ts";
import type { ExportRows, ExportSource } from "./export-source.ts";

/** `all`: every field of the rows, as the API has them. */
export type ExportForm = "csv" | "json" | "all";

/** Lets the browser paint and answer before the next part. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Makes the file a part at a time, so that a hundred thousand rows freeze nothing, and hands it to the browser. */
export async function writeExport(source: ExportSource, facts: ExportFacts, form: ExportForm): Promise<void> {
  const parts: string[] = [];
  for (const part of partsOf(source, facts, form)) {
    parts.push(part);
    await breathe();
  }
  const type = form === "csv" ? "text/csv;charset=utf-8" : "application/json";
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = exportFileName(facts, form === "csv" ? "csv" : "json");
  link.click();
  // The browser has its own hold on it once the download has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function partsOf(source: ExportSource, facts: ExportFacts, form: ExportForm): Generator<string> {
  type Row = ExportRows[typeof source.list];
  const rows: readonly Row[] = source.rows;
  const all = exportColumns[source.list] as readonly ExportColumn<Row>[];
  const shown = all.filter(({ id }) => source.columns.includes(id));
  if (form === "csv") return csvParts(rows, shown, facts);
  return jsonParts(rows, form === "all" ? null : shown, facts);
}
