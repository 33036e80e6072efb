import type { IncidentPicture } from "#lib/contract/incidents.ts";
import type { BeatHistory } from "#lib/contract/lists.ts";
import { fleetPoints } from "#lib/domain/incidents/picture/fleet-points.ts";
import { marksOf } from "#lib/domain/incidents/picture/marks.ts";
import { operationSpans } from "#lib/domain/incidents/picture/operation-spans.ts";
import { pictureOwners } from "#lib/domain/incidents/picture/picture-owners.ts";
import { refusalBuckets } from "#lib/domain/incidents/picture/refusal-buckets.ts";
import { composeTimeline } from "#lib/domain/incidents/timeline/compose.ts";
import { pictureFrom } from "#lib/domain/incidents/timeline/range.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { readBeatHistory } from "#lib/server/lists/beat-history.ts";
import { incidentFacts } from "./timeline-facts.ts";

const operationsMax = 30;
/** Exact beats of one owner that are drawn; older ones are told by the minute. */
const beatsMax = 1_000;
const textMaxChars = 500;

/** GET /incidents/{id}/picture: everything that is drawn on the incident's one time axis. Throws `not-found`. */
export async function readPicture(context: ServerContext, id: string): Promise<IncidentPicture> {
  const facts = await incidentFacts(context, id);
  const { incident, to, nowAt, samples } = facts;
  const from = pictureFrom(facts);
  const owners = await Promise.all(
    pictureOwners(facts).map(async ({ ownerId, label, role }) => {
      const beats = await readBeatHistory(context, ownerId, { from, to });
      return { ownerId, label, role, beats: bounded(beats) };
    }),
  );
  const operations = facts.operations.slice(-operationsMax).map((operation) => ({
    id: operation.id,
    kind: operation.spec.kind,
    title: operation.plan.title,
    spans: operationSpans(operation),
  }));
  return {
    from,
    to,
    serverAt: nowAt,
    openedAt: incident.openedAt,
    mitigatedAt: incident.mitigatedAt,
    resolvedAt: incident.resolvedAt,
    owners,
    refusals: refusalBuckets(samples, from, to),
    fleet: fleetPoints(samples, from),
    operations,
    marks: marksOf(composeTimeline({ ...facts, from })).map((mark) => ({
      ...mark,
      text: safeText(mark.text, textMaxChars),
    })),
  };
}

/** The newest beats exactly: minutes are there for all of them, so nothing becomes a gap. */
function bounded(beats: BeatHistory): BeatHistory {
  if (beats.raw.length <= beatsMax) return beats;
  const raw = beats.raw.slice(-beatsMax);
  return { ...beats, raw, rawFrom: raw[0] ?? null };
}
