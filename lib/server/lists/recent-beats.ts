import type { RecentBeats } from "#lib/contract/lists.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { valuesOf } from "./filter-values.ts";

const ownersMax = 200;
/** As many as a row's sparkline can show. */
const beatsMax = 120;

/** GET /beats/recent: the last beats of the owners in view; who does not beat here is left out. */
export function readRecentBeats(context: ServerContext, owners: string): RecentBeats {
  const ids = valuesOf(owners) ?? [];
  if (ids.length > ownersMax) {
    throw new ApiError("invalid", "Too many owners at once.", undefined, [
      { field: "query.owners", message: `${ownersMax} ids at most, separated by commas` },
    ]);
  }
  return {
    serverAt: context.clock.wallMs(),
    items: ids.flatMap((ownerId) => {
      const recent = context.beats.recent(ownerId);
      if (recent === undefined) return [];
      const { raw, rhythmMs, ttlMs } = recent;
      return { ownerId, beats: raw.slice(-beatsMax), rhythmMs, ttlMs };
    }),
  };
}
