/** How a page is put into words for its receiver. */
export const pageFormats = ["json", "alertmanager", "pagerduty", "slack"] as const;
export type PageFormat = (typeof pageFormats)[number];

/** What a delivery says of its page: that somebody is needed, that somebody came, that it is over. */
export const pageEvents = ["trigger", "acknowledge", "resolve"] as const;
export type PageEvent = (typeof pageEvents)[number];

/** One message of a page to one target: a line of the outbox. */
export interface PageDelivery {
  targetId: string;
  targetName: string;
  what: PageEvent;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  /** Wall time of the next attempt, for showing and for a server that starts. */
  nextAt: number;
  deliveredAt: number | null;
  lastError: string | null;
}

/** Where a delivery goes, as far as the outbox has to know. */
export interface PageAddressee {
  id: string;
  name: string;
  enabled: boolean;
}

function firstTry(target: PageAddressee, what: PageEvent, atMs: number): PageDelivery {
  return {
    targetId: target.id,
    targetName: target.name,
    what,
    state: "waiting",
    attempts: 0,
    nextAt: atMs,
    deliveredAt: null,
    lastError: null,
  };
}

/** The deliveries of a new page: one to each target that is enabled. */
export function triggers(targets: readonly PageAddressee[], atMs: number): PageDelivery[] {
  return targets.filter((target) => target.enabled).map((target) => firstTry(target, "trigger", atMs));
}

/** The outbox with a later event for everybody who is told of this page; each event is told once. */
export function withEvent(
  deliveries: readonly PageDelivery[],
  what: "acknowledge" | "resolve",
  atMs: number,
): PageDelivery[] {
  const told = new Set(deliveries.filter((one) => one.what === what).map((one) => one.targetId));
  const more = deliveries
    .filter((one) => one.what === "trigger" && !told.has(one.targetId))
    .map((one) => firstTry({ id: one.targetId, name: one.targetName, enabled: true }, what, atMs));
  return [...deliveries, ...more];
}

/**
 * The next message of each target, in the order in which they were said: a page that is resolved before it arrived is
 * still told first. Null where nothing waits.
 */
export function nextByTarget(deliveries: readonly PageDelivery[]): PageDelivery[] {
  const next = new Map<string, PageDelivery>();
  for (const one of deliveries) {
    if (one.state === "waiting" && !next.has(one.targetId)) next.set(one.targetId, one);
  }
  return [...next.values()];
}
