import type { z } from "zod";
import type { ConfigList, configQuery } from "#lib/contract/configs.ts";
import { searchWords } from "#lib/domain/lock-query.ts";
import { topPage } from "#lib/domain/top-page.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { decodeCursor, encodeCursor } from "#lib/server/lists/cursor.ts";
import { configRow } from "./config-rows.ts";

const order = "config";

/** GET /configs: by name. */
export function listConfigs(context: ServerContext, query: z.output<typeof configQuery>): ConfigList {
  const words = searchWords(query.q ?? "");
  const page = topPage(context.configs.book.configs.values(), {
    matches: ({ record }) => words.every((word) => record.name.toLowerCase().includes(word)),
    place: ({ record }) => ({ values: [record.name], id: record.name }),
    descending: false,
    after: decodeCursor(order, query.cursor),
    limit: query.limit,
  });
  return {
    items: page.items.map((entry) => configRow(context, entry)),
    revision: context.view.revision,
    nextCursor: encodeCursor(order, page.next),
    total: page.total,
  };
}
