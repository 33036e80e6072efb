import { z } from "zod";
import type { SortPlace } from "#lib/domain/lock-query.ts";
import { ApiError } from "#lib/server/http/errors.ts";

const content = z.tuple([
  z.string(),
  z.array(z.union([z.string(), z.number(), z.null()])).max(4),
  z.string(),
]);

/** The place where a page ended, opaque to clients, bound to the order that it belongs to. */
export function encodeCursor(order: string, place: SortPlace | null): string | null {
  if (place === null) return null;
  return Buffer.from(JSON.stringify([order, place.values, place.id])).toString("base64url");
}

/** Throws `invalid` for what this server did not make, or made for another order. */
export function decodeCursor(order: string, cursor: string | undefined): SortPlace | null {
  if (cursor === undefined) return null;
  const parsed = content.safeParse(jsonOf(cursor));
  if (!parsed.success) throw wrong("take it as it is from nextCursor of the page before");
  const [madeFor, values, id] = parsed.data;
  if (madeFor !== order) throw wrong(`this cursor belongs to the order ${madeFor.slice(0, 40)}`);
  return { values, id };
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

function wrong(message: string): ApiError {
  return new ApiError("invalid", "The cursor cannot be used.", undefined, [
    { field: "query.cursor", message },
  ]);
}
