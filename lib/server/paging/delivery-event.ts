import type { PageDelivery } from "#lib/domain/paging/page.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { PageRecord } from "#lib/store/page-records.ts";
import type { NewEvent } from "#lib/store/store.ts";

/**
 * What the timelines of the lock and of the operation say of a page: that it arrived, or that nobody was reached there.
 * Nothing while it is still being tried, and nothing of the messages after it.
 */
export function deliveryEvent(page: PageRecord, delivery: PageDelivery, at: number): NewEvent | null {
  if (delivery.what !== "trigger" || delivery.state === "waiting") return null;
  const arrived = delivery.state === "delivered";
  const name = safeText(delivery.targetName, 80);
  const why = delivery.lastError?.replace(/\.$/, "") ?? "no answer";
  return {
    at,
    kind: arrived ? "page.delivered" : "page.failed",
    severity: arrived ? "info" : "warning",
    node: null,
    lockId: page.lockId,
    resource: page.resource,
    ownerId: page.operationId,
    text: arrived ? `The page reached ${name}.` : `The page did not reach ${name}: ${why}.`,
  };
}
