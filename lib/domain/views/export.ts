import { csvLine } from "#lib/domain/csv.ts";

type Value = string | number | null;

/** One column of an export: what it is called, and what a row has in it. Times are ISO 8601 in UTC. */
export interface ExportColumn<R> {
  id: string;
  label: string;
  of: (row: R) => Value;
}

/** When and of what an export was made, so that a file that lies about tells by itself how far it can be believed. */
export interface ExportFacts {
  list: string;
  /** Server's clock, epoch ms. */
  at: number;
  /** The state that the rows show; null when it is not known. */
  revision: number | null;
  /** How old the data was: `live`, `late`, `stale`, `waiting`; and by how much, ms. */
  feed: string;
  ageMs: number | null;
  /** Filters and order, as the list's address had them. */
  query: string;
  /** Fewer rows than match had been read. */
  complete: boolean;
}

const rowsInPart = 1_000;
const filterNameMax = 60;

/** A moment in ISO 8601, UTC; null for none. */
export function isoTime(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}

/** Name of the file: list, time in UTC, filter; and that the data was not current, where it was not. */
export function exportFileName({ list, at, query, feed, complete }: ExportFacts, ending: string): string {
  const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const filter = [...new URLSearchParams(query)]
    .filter(([name]) => name !== "cols")
    .map(([name, value]) => `${name}-${value}`)
    .join("_")
    .replaceAll(/[^A-Za-z0-9_.-]+/g, "-")
    .slice(0, filterNameMax);
  const marks = [feed === "fresh" ? "" : feed, complete ? "" : "incomplete"];
  return `${[list, time, filter, ...marks].filter((part) => part !== "").join("_")}.${ending}`;
}

/** How current the rows are, in words. */
function dataWords({ feed, ageMs, complete }: ExportFacts): string {
  const age = ageMs === null ? "age not known" : `${Math.floor(ageMs / 1_000)} s old`;
  return `${feed === "fresh" ? "live" : feed}, ${age}${complete ? "" : ", incomplete"}`;
}

/**
 * The lines of RFC 4180, some hundred rows to a part, so that whoever writes them can rest between. CSV has no place for
 * what is true of the whole file: it is repeated in the last columns of each row.
 */
export function* csvParts<R>(
  rows: readonly R[],
  columns: readonly ExportColumn<R>[],
  facts: ExportFacts,
): Generator<string> {
  const last: Value[] = [isoTime(facts.at), facts.revision, dataWords(facts)];
  yield csvLine([...columns.map(({ label }) => label), "Exported at", "Revision", "Data"]);
  for (let from = 0; from < rows.length; from += rowsInPart) {
    const part = rows.slice(from, from + rowsInPart);
    yield part.map((row) => csvLine([...columns.map(({ of }) => of(row)), ...last])).join("");
  }
}

/** One JSON document, a row to a line. `columns` null: rows as they are, with all of their fields. */
export function* jsonParts<R>(
  rows: readonly R[],
  columns: readonly ExportColumn<R>[] | null,
  facts: ExportFacts,
): Generator<string> {
  const { at, ...rest } = facts;
  const head = { ...rest, exportedAt: at, exportedAtIso: isoTime(at), total: rows.length };
  const named = columns === null ? {} : { columns: columns.map(({ id, label }) => ({ id, label })) };
  yield `${JSON.stringify({ ...head, ...named }).slice(0, -1)},"rows":[`;
  for (let from = 0; from < rows.length; from += rowsInPart) {
    const part = rows.slice(from, from + rowsInPart).map((row) => JSON.stringify(recordOf(row, columns)));
    yield `${from === 0 ? "" : ","}\n${part.join(",\n")}`;
  }
  yield "\n]}\n";
}

function recordOf<R>(row: R, columns: readonly ExportColumn<R>[] | null): unknown {
  return columns === null ? row : Object.fromEntries(columns.map(({ id, of }) => [id, of(row)]));
}
