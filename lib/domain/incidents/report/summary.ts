import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import type { IncidentFacts } from "#lib/domain/incidents/timeline/facts.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { grouped } from "#lib/domain/words.ts";
import type { Cause } from "./cause.ts";
import type { ReportBlock, Statement } from "./report.ts";
import { duration, moment, named, say } from "./say.ts";

/** What it was, why, how it ended and how long everything took: one sentence each. */
export function summaryOf(facts: IncidentFacts, cause: Cause): ReportBlock[] {
  const items = [
    ...kindOf(facts),
    course(facts),
    cause.head,
    ...cause.also,
    ...affected(facts),
    ...ended(facts),
    ...speed(facts),
  ];
  return [{ type: "statements", items }];
}

function kindOf({ incident }: IncidentFacts): Statement[] {
  if (!isDrillIncident(incident)) return [];
  return [
    say("This was a drill: what has the label drill belongs to a rehearsal.", [`incident ${incident.id}`]),
  ];
}

function course({ incident, nowAt, merged }: IncidentFacts): Statement {
  const { openedAt, mitigatedAt, resolvedAt, severity, title, id } = incident;
  const over = resolvedAt ?? mitigatedAt;
  const lasted =
    over === null
      ? `it was still open at ${moment(nowAt)}, after ${duration(nowAt - openedAt)}`
      : `it was ${mitigatedAt === null ? "resolved" : "over"} at ${moment(mitigatedAt ?? over)}, after ${duration((mitigatedAt ?? over) - openedAt)}`;
  const parts =
    merged.length === 0
      ? ""
      : ` ${merged.map((one) => named(one.title)).join(", ")} turned out to be part of it.`;
  const text = `${named(title)} (${severity}): opened at ${moment(openedAt)}; ${lasted}.${parts}`;
  return say(text, [`incident ${id}`, ...merged.map((one) => `incident ${one.id}`)], { at: openedAt });
}

function affected({ incident }: IncidentFacts): Statement[] {
  const { affectedPeak, id } = incident;
  if (affectedPeak === 0) return [];
  const text = `At most ${affectedPeak === 1 ? "one node was" : `${grouped(affectedPeak)} nodes were`} refused or worked less at one time.`;
  return [say(text, [`incident ${id}`, `samples of incident ${id}`])];
}

/** The last operation that did something, in its own words, and what people wrote when they resolved it. */
function ended({ incident, operations, to }: IncidentFacts): Statement[] {
  const done = operations
    .filter(({ spec, state, endedAt }) => {
      const repairs = spec.kind === "clear" || spec.kind === "bypass" || spec.kind === "canary";
      return repairs && isEnded(state) && state !== "expired" && endedAt !== null && endedAt <= to;
    })
    .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
  const statements = done
    .slice(-5)
    .map(({ id, plan, sentence, endedAt }) =>
      say(`${plan.title}: ${sentence}`, [`operation ${id}`], { at: endedAt }),
    );
  const { resolution, id } = incident;
  if (resolution !== null) {
    const text = `${named(resolution.by.name)} resolved it: ${resolution.text}`;
    statements.push(say(text, [`incident ${id}`], { at: resolution.at }));
  }
  if (statements.length > 0) return statements;
  const how = "Nothing that was done about it through this server is recorded as ended.";
  return [say(how, [`incident ${id}`], { certainty: "unknown" })];
}

function speed({ incident }: IncidentFacts): Statement[] {
  const { acknowledged, openedAt, mitigatedAt, id } = incident;
  const parts: string[] = [];
  if (acknowledged !== null) parts.push(`acknowledged after ${duration(acknowledged.at - openedAt)}`);
  if (mitigatedAt !== null) parts.push(`over after ${duration(mitigatedAt - openedAt)}`);
  if (parts.length === 0) return [say("Nobody has acknowledged it.", [`incident ${id}`])];
  return [say(`From its opening: ${parts.join(", ")}.`, [`incident ${id}`])];
}
