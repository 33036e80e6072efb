import type { z } from "zod";
import type { OwnerList, ownerQuery } from "#lib/contract/lists.ts";
import type { OwnerRow } from "#lib/contract/rows.ts";
import { type SortPlace, searchWords } from "#lib/domain/lock-query.ts";
import { isStale, type Verdict, verdicts } from "#lib/domain/states.ts";
import { topPage } from "#lib/domain/top-page.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { knownValues, verdictValues } from "./filter-values.ts";
import { freshOwner } from "./fresh.ts";

const order = "attention";
const worstFirst: readonly Verdict[] = ["orphan", "ghost", "suspect", "unknown", "live"];

/** GET /owners: worst verdict first, then those with most locks, then by name. */
export function listOwners(context: ServerContext, query: z.output<typeof ownerQuery>): OwnerList {
  const words = searchWords(query.q ?? "");
  const verdict = verdictValues(query.verdict, verdicts, (v) => isStale(v as Verdict));
  const states = knownValues("state", query.state, ["open", "closed", "lost"]);
  const page = topPage(context.view.owners.rows.values(), {
    matches: (row) =>
      (verdict === undefined || verdict.has(row.verdict)) &&
      (states === undefined || states.has(row.state)) &&
      (!query.node || row.node === query.node) &&
      hasWords(row, words),
    place: ownerPlace,
    descending: false,
    after: decodeCursor(order, query.cursor),
    limit: query.limit,
  });
  return {
    items: page.items.map((row) => freshOwner(context, row)),
    revision: context.view.revision,
    nextCursor: encodeCursor(order, page.next),
    total: page.total,
  };
}

function ownerPlace(row: OwnerRow): SortPlace {
  const name = `${row.service ?? row.command ?? ""} ${row.node}`.slice(0, 200);
  return { values: [worstFirst.indexOf(row.verdict), -row.locks, name], id: row.id };
}

function hasWords(row: OwnerRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [row.id, row.node, row.service, row.command, row.pid, row.user, row.unit]
    .join("\n")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
