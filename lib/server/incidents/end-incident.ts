import type { Signal } from "#lib/domain/incidents/incident.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { nameOf } from "#lib/server/operations/operation-words.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import { incidentAudit, incidentEvent } from "./incident-words.ts";
import { doVerb, type VerbInput } from "./verb.ts";

/** POST /incidents/{id}/resolve: it is over, and how is said. Not while a rule still sees something wrong. */
export function resolveIncident(context: ServerContext, input: VerbInput, words: string) {
  return doVerb(context, input, "resolve", (before, by, at) => {
    const text = safeText(words, 2_000);
    const record: IncidentRecord = {
      ...before,
      state: "resolved",
      signals: before.signals.map((signal) => ({ ...signal, clearedAt: signal.clearedAt ?? at })),
      affected: 0,
      mitigatedAt: before.mitigatedAt ?? at,
      resolvedAt: at,
      resolution: { by, at, text },
      sentence: `${nameOf(by)} resolved it: ${text}`,
    };
    const detail = `${nameOf(by)} resolved the incident: ${text}`;
    return {
      record,
      events: [incidentEvent(record, at, "resolved", detail)],
      audit: [incidentAudit(record, at, by, "resolve", { detail, reason: text })],
    };
  });
}

/** POST /incidents/{id}/reopen: it was not over. It stays open until a person resolves it again. */
export function reopenIncident(context: ServerContext, input: VerbInput, words: string) {
  return doVerb(context, input, "reopen", (before, by, at) => {
    const text = safeText(words, 2_000);
    const signal: Signal = {
      key: `by-hand/${before.resources[0] ?? before.id}`,
      rule: "by-hand",
      severity: before.severity,
      resource: before.resources[0] ?? null,
      lockId: before.lockId,
      ownerId: null,
      node: before.nodes[0] ?? null,
      text,
      since: at,
      clearedAt: null,
    };
    const record: IncidentRecord = {
      ...before,
      state: "open",
      signals: [...before.signals.filter(({ key }) => key !== signal.key), signal],
      acknowledged: null,
      mitigatedAt: null,
      resolvedAt: null,
      resolution: null,
      sentence: `${nameOf(by)} reopened it: ${text}`,
    };
    const detail = `${nameOf(by)} reopened the incident: ${text}`;
    return {
      record,
      events: [incidentEvent(record, at, "reopened", detail, "warning")],
      audit: [incidentAudit(record, at, by, "reopen", { detail, reason: text })],
    };
  });
}
