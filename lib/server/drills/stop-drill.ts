import type { z } from "zod";
import type { endedDrill } from "#lib/contract/drills.ts";
import { drillName } from "#lib/domain/drill/names.ts";
import { type Actor, can } from "#lib/domain/roles.ts";
import { auditRow } from "#lib/server/audit/audit-row.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { drillOf } from "./own-drill.ts";
import { removeDrill } from "./remove-drill.ts";

type Ended = z.infer<typeof endedDrill>;

/**
 * DELETE /drills/{id}. An admin asks the runner to end everything first; when it does not, its silence does. The runner
 * itself says it when its processes are gone: then all that was of the drill is removed before this is answered.
 */
export async function stopDrill(context: ServerContext, actor: Actor, id: string): Promise<Ended> {
  drillOf(context, id);
  if (actor.kind === "agent" && actor.drill === id) {
    return { ended: true, removed: await removeDrill(context, "its runner ended it") };
  }
  const permission = can(actor, "drill.manage");
  if (!permission.allowed) throw new ApiError("forbidden", permission.reason);
  await askToStop(context, actor, id);
  return { ended: false, removed: 0 };
}

async function askToStop(context: ServerContext, actor: Actor, id: string): Promise<void> {
  await context.store.write(async (tx) => {
    const stored = await tx.get("drill", id);
    if (stored === null || stored.goneAt !== null || stored.value.stopAsked) return;
    const sentence = "It is being ended.";
    const record = { ...stored.value, state: "ending" as const, stopAsked: true, next: null, sentence };
    await tx.put("drill", id, record);
    const target = drillName(record.options.variation);
    const at = context.clock.wallMs();
    await tx.audit(auditRow({ at, actor, action: "drill.stop", target, detail: `asked its runner (${id})` }));
  });
}
