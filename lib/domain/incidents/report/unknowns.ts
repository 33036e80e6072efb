import type { IncidentFacts } from "#lib/domain/incidents/timeline/facts.ts";
import type { Statement } from "./report.ts";
import { duration, moment, named, say, some } from "./say.ts";

const shown = 20;

/** What could not be seen while it went on: the server's own deafness, silent agents, and what was lost on the way. */
export function gaps(facts: IncidentFacts): Statement[] {
  const { incident, events, blind, from, to } = facts;
  const during = events.filter(({ at }) => at >= from && at <= to);
  const nodes = new Set(incident.nodes);
  const deaf = blind
    .filter((span) => span.from < to && span.to > from)
    .map((span) =>
      say(
        `This server did not listen from ${moment(span.from)} to ${moment(Math.min(span.to, to))} (${duration(Math.min(span.to, to) - span.from)}): nothing is known of that time.`,
        ["events server.stopped and server.started"],
        { at: Math.max(span.from, from), certainty: "unknown" },
      ),
    );
  const silent = during
    .filter(({ kind, node }) => kind === "node.silent" && node !== null && nodes.has(node))
    .map(({ at, id, node }) =>
      say(
        `The agent on ${named(node ?? "")} was silent: what went on there from then on is not recorded until it came back.`,
        [`event ${id}`],
        { at, certainty: "unknown" },
      ),
    );
  const dropped = during
    .filter(({ kind }) => kind === "agent.dropped")
    .map(({ at, id, text }) => say(text, [`event ${id}`], { at, certainty: "unknown" }));
  return [...[...deaf, ...silent, ...dropped].slice(0, shown), ...unread(facts), ...unsampled(facts)];
}

function unread({ eventsCut, incident }: IncidentFacts): Statement[] {
  if (eventsCut.length === 0) return [];
  const text = `More was recorded than is read at once: the oldest events of ${some(eventsCut)} are missing here.`;
  return [say(text, [`incident ${incident.id}`], { certainty: "unknown" })];
}

function unsampled({ samples, incident }: IncidentFacts): Statement[] {
  if (samples.length > 0) return [];
  const text = "How the fleet stood was not sampled: the impact on nodes is not known.";
  return [say(text, [`incident ${incident.id}`], { certainty: "unknown" })];
}
