import { safeText } from "#lib/domain/safe-text.ts";
import type { Severity } from "#lib/domain/states.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { nameOf } from "#lib/server/operations/operation-words.ts";
import { incidentAudit, incidentEvent } from "./incident-words.ts";
import { doVerb, type VerbInput } from "./verb.ts";

/** POST /incidents/{id}/severity: from then on no rule changes it, up or down. */
export function setSeverity(
  context: ServerContext,
  input: VerbInput,
  { severity, reason }: { severity: Severity; reason: string },
) {
  return doVerb(context, input, "severity", (before, by, at) => {
    if (before.severity === severity && before.severityBy !== null) return null;
    const record = { ...before, severity, severityBy: by };
    const detail = `${nameOf(by)} set the severity from ${before.severity} to ${severity}: ${safeText(reason, 500)}`;
    return {
      record,
      events: [incidentEvent(record, at, "severity", detail, severity)],
      audit: [incidentAudit(record, at, by, "severity", { detail, reason })],
    };
  });
}
