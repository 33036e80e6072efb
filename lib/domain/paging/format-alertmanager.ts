import { bearer } from "./format-json.ts";
import { dedupKey, eventWords, fingerprint, isoTime, type PageMessage, type PageRequest } from "./message.ts";

/** Alertmanager's zero time: the alert has no end yet. */
const noEnd = "0001-01-01T00:00:00Z";

/**
 * The payload that Alertmanager's webhook_config sends, version 4, so that whatever takes alerts from Alertmanager takes
 * these. An acknowledgement is not known there: it is the firing alert again, with one more annotation.
 */
export function alertmanagerRequest(message: PageMessage, secret: string | null): PageRequest {
  const status = message.event === "resolve" ? "resolved" : "firing";
  const labels: Record<string, string> = {
    alertname: "LocksmithPage",
    severity: message.severity,
    dedup_key: dedupKey(message),
    ...(message.lockId === null ? {} : { lock: message.lockId }),
    ...(message.resource === null ? {} : { resource: message.resource }),
  };
  const annotations: Record<string, string> = {
    summary: message.title,
    description: `${message.text} ${eventWords(message)}`.trim(),
    ...(message.event === "acknowledge" ? { acknowledged_by: message.by } : {}),
  };
  const alert = {
    status,
    labels,
    annotations,
    startsAt: isoTime(message.createdAt),
    endsAt: message.endedAt === null ? noEnd : isoTime(message.endedAt),
    generatorURL: message.url,
    fingerprint: fingerprint(JSON.stringify(labels)),
  };
  return {
    headers: bearer(secret),
    body: {
      version: "4",
      groupKey: `{}:{dedup_key=${JSON.stringify(labels["dedup_key"])}}`,
      truncatedAlerts: 0,
      status,
      receiver: "locksmith",
      groupLabels: { dedup_key: labels["dedup_key"] },
      commonLabels: labels,
      commonAnnotations: annotations,
      externalURL: message.consoleUrl,
      alerts: [alert],
    },
  };
}
