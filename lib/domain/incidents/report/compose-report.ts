import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import type { IncidentFacts } from "#lib/domain/incidents/timeline/facts.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { counted, grouped } from "#lib/domain/words.ts";
import { causeOf } from "./cause.ts";
import { impactOf } from "./impact.ts";
import { once } from "./once.ts";
import { followUpsOf, peopleOf } from "./people.ts";
import type { Report, ReportBlock, ReportSection, SectionId } from "./report.ts";
import { moment, say } from "./say.ts";
import { summaryOf } from "./summary.ts";
import { tellingOf } from "./telling.ts";
import { notVerifiedOf, verifiedOf } from "./verification.ts";

const titles: Record<SectionId, string> = {
  summary: "Summary",
  cause: "Cause",
  impact: "Impact",
  timeline: "Timeline",
  verified: "What was verified",
  "not-verified": "What was not verified",
  people: "Actions and people",
  "follow-ups": "Follow-ups",
  record: "What this rests on",
};

/** The report of an incident, from recorded facts alone: every statement names where it is recorded. */
export function composeReport(facts: IncidentFacts): Report {
  const { incident, from, to, nowAt } = facts;
  const cause = causeOf(facts);
  const causeBlocks: ReportBlock[] = [
    { type: "statements", items: [cause.head, ...within(cause.evidence, to)] },
  ];
  if (cause.unknown.length > 0) causeBlocks.push({ type: "statements", items: within(cause.unknown, to) });
  const blocks: Record<SectionId, ReportBlock[]> = {
    summary: summaryOf(facts, cause),
    cause: causeBlocks,
    impact: impactOf(facts),
    timeline: tellingOf(facts),
    verified: verifiedOf(facts),
    "not-verified": notVerifiedOf(facts),
    people: peopleOf(facts),
    "follow-ups": followUpsOf(facts),
    record: recordOf(facts),
  };
  const sections = (Object.keys(titles) as SectionId[]).map(
    (id): ReportSection => ({ id, title: titles[id], blocks: once(blocks[id], id === "timeline") }),
  );
  return {
    incidentId: incident.id,
    title: safeText(incident.title, 300),
    severity: incident.severity,
    state: incident.state,
    drill: isDrillIncident(incident),
    certainty: cause.certainty,
    madeAt: nowAt,
    from,
    to,
    sections,
  };
}

function within<T extends { at: number | null }>(items: readonly T[], to: number): T[] {
  return items.filter(({ at }) => at === null || at <= to);
}

function recordOf(facts: IncidentFacts): ReportBlock[] {
  const { incident, events, operations, pages, samples, audits, from, to, nowAt } = facts;
  const read = [
    counted(events.length, "event"),
    counted(operations.length, "operation"),
    counted(pages.length, "page"),
    counted(samples.length, "sample"),
    `${grouped(audits.length)} refused ${audits.length === 1 ? "act" : "acts"} of the audit`,
  ].join(", ");
  const text = `Made at ${moment(nowAt)} from what is recorded of ${moment(from)} to ${moment(to)}: ${read}.`;
  const state =
    incident.state === "resolved" ? "" : " The incident is not resolved: this report may still change.";
  const clock =
    "All times are this server's clock, in UTC; a time of a host is that of its arrival here, less its age.";
  return [
    {
      type: "statements",
      items: [say(`${text}${state}`, [`incident ${incident.id}`]), say(clock, [`incident ${incident.id}`])],
    },
  ];
}
