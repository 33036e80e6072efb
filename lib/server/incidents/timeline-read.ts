import type { IncidentTimeline } from "#lib/contract/incidents.ts";
import { boundTimeline, composeTimeline } from "#lib/domain/incidents/timeline/compose.ts";
import type { TimelineLine } from "#lib/domain/incidents/timeline/line.ts";
import { timelineKinds } from "#lib/domain/incidents/timeline-kinds.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { knownValues } from "#lib/server/lists/filter-values.ts";
import { incidentFacts } from "./timeline-facts.ts";

const textMaxChars = 2_000;

/** GET /incidents/{id}/timeline: oldest first. Throws `not-found`, and `invalid` for a kind that there is not. */
export async function readTimeline(
  context: ServerContext,
  id: string,
  kinds: string | undefined,
): Promise<IncidentTimeline> {
  const asked = knownValues("kinds", kinds, timelineKinds);
  const facts = await incidentFacts(context, id);
  const { items, more } = boundTimeline(composeTimeline(facts), asked);
  return { items: items.map(itemOf), more, serverAt: facts.nowAt };
}

function itemOf(line: TimelineLine): IncidentTimeline["items"][number] {
  const { at, kind, severity, text, node, lockId, ownerId, operationId, source } = line;
  return {
    at,
    kind,
    severity,
    text: safeText(text, textMaxChars),
    node,
    lockId,
    ownerId,
    operationId,
    source,
  };
}
