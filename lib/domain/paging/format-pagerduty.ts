import type { Severity } from "#lib/domain/states.ts";
import { dedupKey, isoTime, type PageMessage, type PageRequest } from "./message.ts";

const summaryMaxChars = 1_024;
const severities: Record<Severity, "critical" | "error" | "warning" | "info"> = {
  info: "info",
  warning: "warning",
  critical: "critical",
};

/** PagerDuty Events API v2. The secret is the integration's routing key. */
export function pagerdutyRequest(message: PageMessage, secret: string | null): PageRequest {
  const { event, title, url, severity, resource, createdAt, lockId, operationId, text, by } = message;
  const whole = {
    routing_key: secret ?? "",
    event_action: event,
    dedup_key: dedupKey(message),
  };
  if (event !== "trigger") return { headers: {}, body: whole };
  return {
    headers: {},
    body: {
      ...whole,
      client: "Locksmith",
      client_url: url,
      links: [{ href: url, text: "Open the hold point in Locksmith" }],
      payload: {
        summary: cut(title),
        source: resource ?? lockId ?? "locksmith",
        severity: severities[severity],
        timestamp: isoTime(createdAt),
        class: "hold point",
        custom_details: { text, asked_by: by, lock: lockId, operation: operationId },
      },
    },
  };
}

function cut(text: string): string {
  return text.length <= summaryMaxChars ? text : `${text.slice(0, summaryMaxChars - 1)}…`.toWellFormed();
}
