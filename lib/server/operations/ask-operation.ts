import type { ServerContext } from "#lib/server/context.ts";
import { resolvePage } from "#lib/server/paging/raise-page.ts";
import { askedSentence, newHoldPoint } from "./hold-point.ts";
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

/** POST /operations/{id}/ask: asks for a second person once more, with a new page. Throws `forbidden` and `not-now`. */
export async function askOperation(context: ServerContext, input: VerbInput) {
  const viewer = viewerIn(input.actor);
  return withAudit(context, input.id, "ask", viewer.person, async () => {
    requireCan(context, await operationOf(context, input.id), "ask", viewer);
    await moveOperation(context, input.id, async (tx, now) => {
      if (wasAnswered(now, "ask", input)) return null;
      requireCan(context, now, "ask", viewer);
      const at = context.clock.wallMs();
      if (now.holdPoint !== null) await resolvePage(context, tx, now.holdPoint.pageId);
      const holdPoint = await newHoldPoint(context, tx, now, viewer.person);
      const sentence = `Asked again: ${askedSentence(context, now)}`;
      const record = { ...noteAnswered(now, "ask", input), holdPoint, sentence };
      const text = `${nameOf(viewer.person)} asked again for somebody to acknowledge: ${now.plan.title}.`;
      return {
        record,
        events: [operationEvent(record, at, "asked", text)],
        audit: [operationAudit(record, at, viewer.person, "ask", text)],
      };
    });
    return readOperation(context, input.actor, input.id);
  });
}
