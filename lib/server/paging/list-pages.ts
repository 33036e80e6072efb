import type { z } from "zod";
import type { Page, PageList, pagesQuery } from "#lib/contract/paging.ts";
import { topPage } from "#lib/domain/top-page.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { decodeCursor, encodeCursor } from "#lib/server/lists/cursor.ts";
import type { PageRecord } from "#lib/store/page-records.ts";

const order = "pages";
type Kept = { record: PageRecord; revision: number };

/** GET /pages: newest first. */
export function listPages(
  { paging, store }: Pick<ServerContext, "paging" | "store">,
  query: z.output<typeof pagesQuery>,
): PageList {
  const found = topPage<Kept>(paging.pages.values(), {
    matches: ({ record }) => matches(record, query.state),
    place: ({ record }) => ({ values: [-record.createdAt], id: record.id }),
    descending: false,
    after: decodeCursor(order, query.cursor),
    limit: query.limit,
  });
  return {
    items: found.items.map(toPage),
    revision: store.revision(),
    nextCursor: encodeCursor(order, found.next),
    total: found.total,
  };
}

/** GET /pages/{id} */
export function readPage({ paging }: Pick<ServerContext, "paging">, id: string): Page {
  const kept = paging.pages.get(id);
  if (kept === undefined) throw new ApiError("not-found", "There is no such page.");
  return toPage(kept);
}

function matches(page: PageRecord, state: "awaiting" | "open" | "all"): boolean {
  if (state === "all") return true;
  return page.resolvedAt === null && (state === "open" || page.acknowledgedAt === null);
}

function toPage({ record, revision }: Kept): Page {
  return { ...record, deliveries: [...record.deliveries], revision };
}
