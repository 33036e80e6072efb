import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";

/** The drill that is on, if it has this id. Throws `not-found`, and `gone` once its removal has begun. */
export function drillOf({ drills }: Pick<ServerContext, "drills">, id: string): DrillRecord {
  const { current } = drills;
  if (current === null || current.id !== id) throw new ApiError("not-found", "There is no such drill.");
  if (current.removing === true) throw new ApiError("gone", "This drill is over.");
  return current;
}

/** As `drillOf`, for its own runner. Throws `forbidden` for that of another. */
export function ownDrill(context: Pick<ServerContext, "drills">, actor: Actor, id: string): DrillRecord {
  const drill = drillOf(context, id);
  if (actor.kind === "agent" && actor.drill === id) return drill;
  throw new ApiError("forbidden", "Only the runner of this drill may do this.");
}
