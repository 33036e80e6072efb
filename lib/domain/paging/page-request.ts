import { alertmanagerRequest } from "./format-alertmanager.ts";
import { jsonRequest } from "./format-json.ts";
import { pagerdutyRequest } from "./format-pagerduty.ts";
import { slackRequest } from "./format-slack.ts";
import type { PageMessage, PageRequest } from "./message.ts";
import type { PageFormat } from "./page.ts";

/** A message in the words of its receiver. */
export function pageRequest(format: PageFormat, message: PageMessage, secret: string | null): PageRequest {
  switch (format) {
    case "json":
      return jsonRequest(message, secret);
    case "alertmanager":
      return alertmanagerRequest(message, secret);
    case "pagerduty":
      return pagerdutyRequest(message, secret);
    case "slack":
      return slackRequest(message);
  }
}
