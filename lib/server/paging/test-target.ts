import type { TestedPage } from "#lib/contract/paging.ts";
import type { PageMessage } from "#lib/domain/paging/message.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { auditRow } from "#lib/server/audit/audit-row.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { named } from "./page-targets.ts";

/**
 * POST /page-targets/{id}/test: sends one page now, to a receiver that is switched off too, and says what came of it.
 * A receiver that opens incidents is told at once that it is over.
 */
export async function testTarget(
  context: Pick<ServerContext, "clock" | "newId" | "paging" | "store">,
  actor: Actor,
  id: string,
): Promise<TestedPage> {
  const { clock, paging, store } = context;
  const target = paging.targets.get(id);
  if (target === undefined) throw new ApiError("not-found", "There is no such receiver.");
  const startedMs = clock.monoMs();
  const message = testMessage(context, actor);
  const attempted = await paging.send(target, message);
  const tookMs = Math.round(clock.monoMs() - startedMs);
  const delivered = attempted.outcome === "delivered";
  if (delivered && (target.format === "pagerduty" || target.format === "alertmanager")) {
    await paging.send(target, { ...message, event: "resolve", endedAt: clock.wallMs() });
  }
  const text = delivered
    ? "The receiver took it."
    : `Not delivered: ${attempted.because.replace(/\.$/, "")}.`;
  await store.write((tx) =>
    tx.audit(
      auditRow({ at: clock.wallMs(), actor, action: "paging.test", target: named(target), detail: text }),
    ),
  );
  return { delivered, text, tookMs };
}

function testMessage(
  { clock, newId, paging }: Pick<ServerContext, "clock" | "newId" | "paging">,
  actor: Actor,
): PageMessage {
  const by = safeText(actor.name);
  return {
    event: "trigger",
    pageId: newId("test"),
    title: "Test page from Locksmith",
    text: "Nothing has happened: somebody wants to see whether pages arrive here.",
    severity: "info",
    lockId: null,
    resource: null,
    operationId: null,
    url: `${paging.consoleUrl}/settings?tab=paging`,
    consoleUrl: `${paging.consoleUrl}/`,
    createdAt: clock.wallMs(),
    by,
    endedAt: null,
  };
}
