import type { z } from "zod";
import type { OperationList, OperationRow, operationQuery } from "#lib/contract/operations.ts";
import { searchWords } from "#lib/domain/lock-query.ts";
import { isEnded, operationKinds, operationStates } from "#lib/domain/operations/operation.ts";
import { topPage } from "#lib/domain/top-page.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { decodeCursor, encodeCursor } from "#lib/server/lists/cursor.ts";
import { knownValues } from "#lib/server/lists/filter-values.ts";

const order = "newest";

/** GET /operations: the newest first. */
export function listOperations(
  context: ServerContext,
  query: z.output<typeof operationQuery>,
): OperationList {
  const words = searchWords(query.q ?? "");
  const kinds = knownValues("kind", query.kind, operationKinds);
  const states = knownValues("state", query.state, operationStates);
  const page = topPage(context.view.operations.values(), {
    matches: (row) =>
      (kinds === undefined || kinds.has(row.kind)) &&
      (states === undefined || states.has(row.state)) &&
      (query.open === undefined || isEnded(row.state) === (query.open === "false")) &&
      (!query.lockId || row.lockId === query.lockId) &&
      hasWords(row, words),
    place: (row) => ({ values: [-row.createdAt], id: row.id }),
    descending: false,
    after: decodeCursor(order, query.cursor),
    limit: query.limit,
  });
  return {
    items: page.items,
    revision: context.view.revision,
    nextCursor: encodeCursor(order, page.next),
    total: page.total,
  };
}

function hasWords(row: OperationRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [row.title, row.kind, row.state, row.resource, row.createdBy.name, row.sentence]
    .join("\n")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
