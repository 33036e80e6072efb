import { incidentHref, lockIdHref, operationHref } from "#lib/client/paths.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { triggers, withEvent } from "#lib/domain/paging/page.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { Severity } from "#lib/domain/states.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { PageRecord } from "#lib/store/page-records.ts";
import type { Tx } from "#lib/store/store.ts";

const titleMaxChars = 300;
const textMaxChars = 2_000;

/** What somebody is needed for. Texts may hold names from hosts; they are made safe here. */
export interface NewPage {
  operationId: string | null;
  /** The incident that it is raised for; its page is the link then. */
  incidentId?: string;
  lockId: string | null;
  resource: string | null;
  severity: Severity;
  title: string;
  text: string;
  /** Name of the person who asks. */
  askedBy: string;
  /** It is about something of a drill that its lock and resource do not say. */
  drill?: boolean;
}

type Needs = Pick<ServerContext, "clock" | "newId" | "paging" | "drills">;

/**
 * Asks for somebody's attention: writes the page, with one delivery for each enabled target, in the caller's write.
 * It is sent once that write is on disk. Of a drill, nothing reaches a receiver unless that was asked for, and then it says so.
 */
export async function raisePage(context: Needs, tx: Tx, page: NewPage): Promise<PageRecord> {
  const nowMs = context.clock.wallMs();
  const ofDrill = page.drill === true || isDrillName(page.resource);
  const isSent = !ofDrill || context.drills.current?.options.deliverPages === true;
  const record: PageRecord = {
    id: context.newId("pag"),
    operationId: page.operationId,
    incidentId: page.incidentId ?? null,
    lockId: page.lockId,
    resource: page.resource,
    severity: page.severity,
    title: safeText(ofDrill ? `DRILL: ${page.title}` : page.title, titleMaxChars),
    text: safeText(page.text, textMaxChars),
    askedBy: safeText(page.askedBy),
    link: linkOf(page),
    createdAt: nowMs,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    deliveries: isSent ? triggers([...context.paging.targets.values()], nowMs) : [],
  };
  await tx.put("page", record.id, record);
  return record;
}

/** Somebody came: tells everybody who was paged. Does nothing for a page that is over or was acknowledged. */
export async function acknowledgePage(
  context: Pick<ServerContext, "clock">,
  tx: Tx,
  pageId: string,
  by: string,
): Promise<void> {
  const stored = await tx.get("page", pageId);
  if (stored === null || stored.goneAt !== null) return;
  const page = stored.value;
  if (page.resolvedAt !== null || page.acknowledgedAt !== null) return;
  const nowMs = context.clock.wallMs();
  await tx.put("page", pageId, {
    ...page,
    acknowledgedAt: nowMs,
    acknowledgedBy: safeText(by),
    deliveries: withEvent(page.deliveries, "acknowledge", nowMs),
  });
}

/** Nobody is needed any more, however it ended: tells everybody who was paged, once. */
export async function resolvePage(
  context: Pick<ServerContext, "clock">,
  tx: Tx,
  pageId: string,
): Promise<void> {
  const stored = await tx.get("page", pageId);
  if (stored === null || stored.goneAt !== null || stored.value.resolvedAt !== null) return;
  const nowMs = context.clock.wallMs();
  await tx.put("page", pageId, {
    ...stored.value,
    resolvedAt: nowMs,
    deliveries: withEvent(stored.value.deliveries, "resolve", nowMs),
  });
}

function linkOf({ operationId, incidentId, lockId }: NewPage): string {
  if (incidentId !== undefined) return incidentHref(incidentId);
  if (operationId !== null) return operationHref(operationId);
  return lockId === null ? "/" : lockIdHref(lockId);
}
