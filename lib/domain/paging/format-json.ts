import { dedupKey, isoTime, type PageMessage, type PageRequest } from "./message.ts";

/** Plain JSON for receivers of one's own. `version` changes when a field changes its meaning. */
export function jsonRequest(message: PageMessage, secret: string | null): PageRequest {
  const { event, pageId, title, text, severity, lockId, resource, operationId, url, consoleUrl, by } =
    message;
  return {
    headers: bearer(secret),
    body: {
      version: 1,
      event,
      pageId,
      dedupKey: dedupKey(message),
      title,
      text,
      severity,
      lock: lockId,
      resource,
      operation: operationId,
      url,
      console: consoleUrl,
      by,
      createdAt: isoTime(message.createdAt),
      endedAt: message.endedAt === null ? null : isoTime(message.endedAt),
    },
  };
}

export function bearer(secret: string | null): Record<string, string> {
  return secret === null ? {} : { authorization: `Bearer ${secret}` };
}
