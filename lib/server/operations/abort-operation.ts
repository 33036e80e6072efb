import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { moveOperation } from "./move-operation.ts";
import { nameOf, operationAudit, operationEvent } from "./operation-words.ts";
import { readOperation } from "./read-operation.ts";
import {
  noteAnswered,
  operationOf,
  requireCan,
  type VerbInput,
  viewerIn,
  wasAnswered,
  withAudit,
} from "./verb.ts";

/**
 * POST /operations/{id}/abort: nothing more is begun, and its kind takes back what can be taken back; a plan that nobody
 * confirmed is over at once. Throws `forbidden` and `not-now`.
 */
export async function abortOperation(context: ServerContext, input: VerbInput, reason: string) {
  const viewer = viewerIn(input.actor);
  return withAudit(context, input.id, "abort", viewer.person, async () => {
    const record = await operationOf(context, input.id);
    if (wasAnswered(record, "abort", input)) return readOperation(context, input.actor, input.id);
    requireCan(context, record, "abort", viewer);
    await moveOperation(context, input.id, async (_tx, now) => {
      if (wasAnswered(now, "abort", input)) return null;
      requireCan(context, now, "abort", viewer);
      const at = context.clock.wallMs();
      const why = reason.trim() === "" ? "" : ` ${safeText(reason.trim(), 500)}`;
      const text = `${nameOf(viewer.person)} aborted: ${now.plan.title}.${why}`;
      const isPlan = now.state === "planned";
      const next: OperationRecord = {
        ...noteAnswered(now, "abort", input),
        state: isPlan ? "aborted" : "aborting",
        endedAt: isPlan ? at : null,
        due: null,
        sentence: `Aborted by ${nameOf(viewer.person)}.${why}`,
        result: isPlan
          ? { outcome: "aborted", text: "Nothing was done.", verified: [], notVerified: [] }
          : null,
      };
      return {
        record: next,
        events: [operationEvent(next, at, "aborted", text, "warning")],
        audit: [operationAudit(next, at, viewer.person, "abort", text)],
      };
    });
    context.operations.nudge();
    return readOperation(context, input.actor, input.id);
  });
}
