import type { z } from "zod";
import type { changePageTarget, createPageTarget, PageTarget } from "#lib/contract/paging.ts";
import { limits } from "#lib/domain/limits.ts";
import { urlRefusal } from "#lib/domain/paging/address.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { auditRow } from "#lib/server/audit/audit-row.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { PageTargetRecord } from "#lib/store/page-records.ts";
import type { Tx } from "#lib/store/store.ts";

type Needs = Pick<ServerContext, "clock" | "newId" | "paging" | "store">;

/** POST /page-targets. Throws `invalid` for an address to which this server sends nothing. */
export async function createTarget(
  context: Needs,
  actor: Actor,
  input: z.output<typeof createPageTarget>,
): Promise<PageTarget> {
  checkUrl(context, input.url);
  if (context.paging.targets.size >= limits.pageTargetsMax) {
    throw new ApiError("conflict", `There may be ${limits.pageTargetsMax} receivers at most.`);
  }
  const at = context.clock.wallMs();
  const id = context.newId("rcv");
  const record: PageTargetRecord = { ...input, id, createdBy: safeText(actor.name), createdAt: at };
  await context.store.write(async (tx) => {
    await tx.put("page-target", id, record);
    await tx.audit(
      auditRow({ at, actor, action: "paging.create", target: named(record), detail: whereTo(record) }),
    );
  });
  return toTarget(record);
}

/** PATCH /page-targets/{id} */
export async function changeTarget(
  context: Needs,
  actor: Actor,
  id: string,
  { name, url, secret, enabled }: z.output<typeof changePageTarget>,
): Promise<PageTarget> {
  if (url !== undefined) checkUrl(context, url);
  const { value } = await context.store.write(async (tx) => {
    const before = await existing(tx, id);
    const after: PageTargetRecord = {
      ...before,
      name: name ?? before.name,
      url: url ?? before.url,
      secret: secret === undefined ? before.secret : secret,
      enabled: enabled ?? before.enabled,
    };
    if (after.format === "pagerduty" && after.secret === null) {
      throw new ApiError("invalid", "PagerDuty needs a routing key.", undefined, [
        { field: "secret", message: "PagerDuty needs the integration's routing key" },
      ]);
    }
    const detail = changesText(before, after);
    if (detail === "") return before;
    await tx.put("page-target", id, after);
    const at = context.clock.wallMs();
    await tx.audit(auditRow({ at, actor, action: "paging.change", target: named(after), detail }));
    return after;
  });
  return toTarget(value);
}

/** DELETE /page-targets/{id}. What waits in the outbox for it is given up. */
export async function removeTarget(context: Needs, actor: Actor, id: string): Promise<void> {
  await context.store.write(async (tx) => {
    const before = await existing(tx, id);
    const at = context.clock.wallMs();
    // The tombstone must not keep what opened the receiver's door.
    await tx.put("page-target", id, { ...before, url: shownUrl(before), secret: null });
    await tx.remove("page-target", id, at, "removed");
    await tx.audit(
      auditRow({ at, actor, action: "paging.remove", target: named(before), detail: whereTo(before) }),
    );
  });
}

/** What everybody who manages them may see of a receiver. */
export function toTarget(record: PageTargetRecord): PageTarget {
  const { id, name, format, enabled, createdBy, createdAt } = record;
  return {
    id,
    name,
    format,
    url: shownUrl(record),
    hasSecret: record.secret !== null,
    enabled,
    createdBy,
    createdAt,
  };
}

export function named({ name, id }: Pick<PageTargetRecord, "name" | "id">): string {
  return `${name} (${id})`;
}

/** Of a Slack webhook the path is the secret; so may be any query. */
function shownUrl({ url, format }: PageTargetRecord): string {
  const parsed = new URL(url);
  if (format === "slack") return `${parsed.origin}/…`;
  return `${parsed.origin}${parsed.pathname}${parsed.search === "" ? "" : "?…"}`;
}

function whereTo(record: PageTargetRecord): string {
  return `${record.format}, ${shownUrl(record)}${record.enabled ? "" : ", switched off"}`;
}

function changesText(before: PageTargetRecord, after: PageTargetRecord): string {
  const changes: string[] = [];
  if (before.name !== after.name) changes.push(`name was ${before.name}`);
  if (before.url !== after.url) changes.push(`address ${shownUrl(before)} → ${shownUrl(after)}`);
  if (before.secret !== after.secret)
    changes.push(after.secret === null ? "secret taken away" : "secret replaced");
  if (before.enabled !== after.enabled) changes.push(after.enabled ? "switched on" : "switched off");
  return changes.join(", ");
}

async function existing(tx: Tx, id: string): Promise<PageTargetRecord> {
  const stored = await tx.get("page-target", id);
  if (stored === null || stored.goneAt !== null)
    throw new ApiError("not-found", "There is no such receiver.");
  return stored.value;
}

function checkUrl({ paging }: Needs, url: string): void {
  const refusal = urlRefusal(url, paging.rules);
  if (refusal !== null)
    throw new ApiError("invalid", refusal, undefined, [{ field: "url", message: refusal }]);
}
