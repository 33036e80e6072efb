import type { DrillRow } from "#lib/contract/drills.ts";
import type { ActId } from "#lib/domain/drill/drill.ts";
import { drillName } from "#lib/domain/drill/names.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { auditRow } from "#lib/server/audit/audit-row.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { drillRow } from "./drill-row.ts";
import { drillOf } from "./own-drill.ts";

/** POST /drills/{id}/next: asks the runner to begin the act that is next. Throws `not-now` when it is not that one. */
export async function nextAct(
  context: ServerContext,
  actor: Actor,
  id: string,
  act: ActId,
): Promise<DrillRow> {
  drillOf(context, id);
  const { value, revision } = await context.store.write(async (tx) => {
    const stored = await tx.get("drill", id);
    if (stored === null || stored.goneAt !== null || stored.value.state === "ending") {
      throw new ApiError("gone", "This drill is over, or about to be.");
    }
    if (stored.value.next !== act) throw new ApiError("not-now", "This act is not the next one now.");
    const record = { ...stored.value, next: null, wanted: act };
    await tx.put("drill", id, record);
    const at = context.clock.wallMs();
    const target = drillName(record.options.variation);
    await tx.audit(auditRow({ at, actor, action: "drill.next", target, detail: `act ${act} (${id})` }));
    return record;
  });
  return drillRow(value, revision);
}
