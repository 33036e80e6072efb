import type { EventFilter } from "#lib/store/store.ts";
import { eventColumns } from "./statements.ts";

/** The statement and values for a filter. Few different texts come out, so they stay prepared. */
export function eventQuery(
  table: "events" | "fresh_events",
  filter: EventFilter,
): { text: string; values: (string | number)[] } {
  const where: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, ...more: (string | number)[]) => {
    where.push(condition);
    values.push(...more);
  };
  if (filter.node !== undefined) add("node = ?", filter.node);
  if (filter.lockId !== undefined) add("lock_id = ?", filter.lockId);
  if (filter.resource !== undefined) add("resource = ?", filter.resource);
  if (filter.ownerId !== undefined) add("owner_id = ?", filter.ownerId);
  if (filter.beforeId !== undefined) add("id < ?", filter.beforeId);
  // The plus keeps SQLite from the index on time, after which it would have to sort by id.
  if (filter.from !== undefined) add("+at >= ?", filter.from);
  if (filter.to !== undefined) add("+at <= ?", filter.to);
  if (filter.kind?.endsWith(".")) {
    // All that start with the prefix: up to the character that follows the dot.
    add("kind >= ? and kind < ?", filter.kind, `${filter.kind.slice(0, -1)}/`);
  } else if (filter.kind !== undefined) {
    add("kind = ?", filter.kind);
  }
  values.push(filter.limit);
  const conditions = where.length === 0 ? "" : `where ${where.join(" and ")}`;
  return { text: `select ${eventColumns} from ${table} ${conditions} order by id desc limit ?`, values };
}
