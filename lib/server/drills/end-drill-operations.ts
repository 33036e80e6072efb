import { setTimeout as sleep } from "node:timers/promises";
import { mayMove } from "#lib/domain/operations/machine.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { moveOperation } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import { resolvePage } from "#lib/server/paging/raise-page.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";
import { isOfDrill } from "./drill-documents.ts";

/** How long units may take to hear that they are let go, and receivers of pages that it is over. */
const lettingGoMs = 1_000;
const tellingMs = 5_000;
const lookEveryMs = 50;

/**
 * Ends what people started in a drill, so that no unit stays held and nobody stays paged for it. What does not answer in
 * time ends by itself: units by their own clock.
 */
export async function endDrillOperations(context: ServerContext, drill: DrillRecord): Promise<void> {
  const own = () => context.operations.active().filter((operation) => operation.drill === drill.id);
  for (const { id } of own()) await abort(context, id);
  context.operations.nudge();
  await until(() => own().length === 0, lettingGoMs);
  const pages = () =>
    [...context.paging.pages.values()].filter(({ record }) => isOfDrill({ kind: "page", value: record }));
  for (const { record } of pages()) {
    if (record.resolvedAt === null) await context.store.write((tx) => resolvePage(context, tx, record.id));
  }
  const isTold = () =>
    pages().every(({ record }) => record.deliveries.every(({ state }) => state !== "waiting"));
  await until(isTold, tellingMs);
}

function abort(context: ServerContext, id: string) {
  return moveOperation(context, id, async (_tx, now) => {
    const state = now.state === "planned" ? "aborted" : "aborting";
    if (isEnded(now.state) || !mayMove(now.state, state)) return null;
    const at = context.clock.wallMs();
    const text = `${now.plan.title}: ended with its drill.`;
    const record = {
      ...now,
      state,
      due: null,
      endedAt: state === "aborted" ? at : null,
      sentence: text,
    } as const;
    return {
      record,
      events: [operationEvent(record, at, "aborted", text, "warning")],
      audit: [operationAudit(record, at, null, "abort", text)],
    };
  });
}

/** Resolves when it is so, or the time is over. */
async function until(isSo: () => boolean, ms: number): Promise<void> {
  for (let waited = 0; !isSo() && waited < ms; waited += lookEveryMs) await sleep(lookEveryMs);
}
