import type { z } from "zod";
import type { EventList, eventQuery } from "#lib/contract/lists.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { EventFilter } from "#lib/store/store.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";

const order = "newest";

/** GET /events: newest first. They are not counted: `total` is −1, and the last page has no cursor. */
export async function listEvents(
  context: ServerContext,
  query: z.output<typeof eventQuery>,
): Promise<EventList> {
  const beforeId = decodeCursor(order, query.cursor)?.values[0];
  const filter: EventFilter = { limit: query.limit + 1 };
  if (typeof beforeId === "number") filter.beforeId = beforeId;
  for (const key of ["from", "to"] as const) {
    const value = query[key];
    if (value !== undefined) filter[key] = value;
  }
  for (const key of ["node", "lockId", "ownerId", "kind"] as const) {
    const value = query[key];
    if (value !== undefined && value !== "") filter[key] = value;
  }
  const { revision } = context.view;
  const found = await context.store.events(filter);
  const items = found.slice(0, query.limit);
  const last = found.length > query.limit ? items.at(-1) : undefined;
  return {
    items,
    revision,
    nextCursor: encodeCursor(order, last === undefined ? null : { values: [last.id], id: "" }),
    total: -1,
  };
}
