import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { nameOf } from "#lib/server/operations/operation-words.ts";
import { incidentAudit, incidentEvent } from "./incident-words.ts";
import { doVerb, type VerbInput } from "./verb.ts";

/** POST /incidents/{id}/acknowledge: somebody is on it; its page says so to everybody who was paged. */
export function acknowledgeIncident(context: ServerContext, input: VerbInput, note: string) {
  return doVerb(context, input, "acknowledge", (before, by, at) => {
    const said = safeText(note.trim(), 2_000);
    const notes = said === "" ? before.notes : [...before.notes, { at, by, text: said }];
    const record = { ...before, notes, acknowledged: { by, at } };
    const detail = `${nameOf(by)} acknowledged the incident: ${before.title}.${said === "" ? "" : ` ${said}`}`;
    return {
      record,
      events: [incidentEvent(record, at, "acknowledged", detail)],
      audit: [incidentAudit(record, at, by, "acknowledge", { detail })],
    };
  });
}
