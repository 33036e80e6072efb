import type { PageFormat } from "#lib/domain/paging/page.ts";

/** What a format is called, what its secret is, and where it usually goes. */
export const formatWords: Record<
  PageFormat,
  { name: string; url: string; secret: string | null; hint: string }
> = {
  pagerduty: {
    name: "PagerDuty Events v2",
    url: "https://events.pagerduty.com/v2/enqueue",
    secret: "Routing key",
    hint: "One incident for each lock: raised, acknowledged and resolved from here.",
  },
  slack: {
    name: "Slack webhook",
    url: "",
    secret: null,
    hint: "An incoming webhook of Slack, or of what understands the same. Its address is its secret.",
  },
  alertmanager: {
    name: "Alertmanager v4 webhook",
    url: "",
    secret: "Bearer token",
    hint: "For whatever takes the webhooks of Alertmanager.",
  },
  json: {
    name: "Plain JSON",
    url: "",
    secret: "Bearer token",
    hint: "For a receiver of your own; the README lists the fields.",
  },
};
