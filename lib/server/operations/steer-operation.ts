import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { rulesOf } from "./kinds.ts";
import { moveOperation } from "./move-operation.ts";
import { nameOf, operationAudit } from "./operation-words.ts";
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

/** POST /operations/{id}/promote and /rollback: by hand, where a kind has steps. Throws `forbidden` and `not-now`. */
export async function steerOperation(context: ServerContext, input: VerbInput, verb: "promote" | "rollback") {
  const viewer = viewerIn(input.actor);
  return withAudit(context, input.id, verb, viewer.person, async () => {
    const record = await operationOf(context, input.id);
    if (wasAnswered(record, verb, input)) return readOperation(context, input.actor, input.id);
    requireCan(context, record, verb, viewer);
    const rules = rulesOf(record.spec.kind);
    const steer = verb === "promote" ? rules.promote : rules.rollback;
    if (steer === undefined) throw new ApiError("not-now", "This kind of operation has no such step.");
    const claimed = await moveOperation(context, input.id, async (_tx, now) => {
      if (wasAnswered(now, verb, input)) return null;
      requireCan(context, now, verb, viewer);
      const next = noteAnswered(now, verb, input);
      const text = `${nameOf(viewer.person)} asked for it by hand.`;
      return {
        record: next,
        audit: [operationAudit(next, context.clock.wallMs(), viewer.person, verb, text)],
      };
    });
    if (claimed !== null) await steer.call(rules, context, claimed, viewer.person);
    context.operations.nudge();
    return readOperation(context, input.actor, input.id);
  });
}
