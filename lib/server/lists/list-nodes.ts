import type { z } from "zod";
import type { NodeList, nodeQuery } from "#lib/contract/lists.ts";
import type { NodeRow } from "#lib/contract/rows.ts";
import { searchWords } from "#lib/domain/lock-query.ts";
import { nodeStates } from "#lib/domain/states.ts";
import { topPage } from "#lib/domain/top-page.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { knownValues, valuesOf } from "./filter-values.ts";
import { freshNode } from "./fresh.ts";

const order = "name";

/** GET /nodes: by group, then by name. */
export function listNodes(context: ServerContext, query: z.output<typeof nodeQuery>): NodeList {
  const words = searchWords(query.q ?? "");
  const states = knownValues("state", query.state, nodeStates);
  const kinds = valuesOf(query.kind);
  const page = topPage(context.view.nodes.values(), {
    matches: (row) =>
      (states === undefined || states.has(row.state)) &&
      (kinds === undefined || kinds.includes(row.kind)) &&
      (!query.group || row.group === query.group) &&
      hasWords(row, words),
    place: (row) => ({ values: [row.group], id: row.name }),
    descending: false,
    after: decodeCursor(order, query.cursor),
    limit: query.limit,
  });
  return {
    items: page.items.map((row) => freshNode(context, row)),
    revision: context.view.revision,
    nextCursor: encodeCursor(order, page.next),
    total: page.total,
  };
}

function hasWords(row: NodeRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [row.name, row.kind, row.group, row.agentVersion, row.kernel, ...Object.values(row.labels)];
  return words.every((word) => text.join("\n").toLowerCase().includes(word));
}
