import type { PageMessage } from "#lib/domain/paging/message.ts";
import type { PageEvent } from "#lib/domain/paging/page.ts";
import type { PageRecord } from "#lib/store/page-records.ts";

/** What one delivery of a page says; its link works from anywhere and leads through the sign-in. */
export function pageMessage(page: PageRecord, event: PageEvent, consoleUrl: string): PageMessage {
  const { id, title, text, severity, lockId, resource, operationId, incidentId, createdAt } = page;
  return {
    event,
    pageId: id,
    title,
    text,
    severity,
    lockId,
    resource,
    operationId,
    incidentId: incidentId ?? null,
    url: `${consoleUrl}${page.link}`,
    consoleUrl: `${consoleUrl}/`,
    createdAt,
    by: event === "trigger" ? page.askedBy : (page.acknowledgedBy ?? ""),
    endedAt: event === "resolve" ? page.resolvedAt : null,
  };
}
