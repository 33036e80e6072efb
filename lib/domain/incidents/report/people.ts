import type { IncidentFacts, RecordedOperation } from "#lib/domain/incidents/timeline/facts.ts";
import type { Person } from "#lib/domain/operations/operation.ts";
import { clockTime, counted } from "#lib/domain/words.ts";
import type { ReportBlock, ReportTable, Statement } from "./report.ts";
import { named, row, say } from "./say.ts";

const rowsMax = 200;
/** What the server writes down of itself is no act of a person. */
const ownName = "locksmith";

interface Act {
  at: number;
  who: string;
  what: string;
  source: string;
}

/** Who did what and when, as it was recorded; what the server refused them is part of it. */
export function peopleOf(facts: IncidentFacts): ReportBlock[] {
  const { incident, to } = facts;
  const acts = [
    ...incidentActs(facts),
    ...facts.operations.flatMap(operationActs),
    ...pageActs(facts),
    ...refusedActs(facts),
  ]
    .filter(({ at }) => at <= to)
    .sort((a, b) => a.at - b.at);
  const roles: Statement[] = incident.roles
    .filter(({ since }) => since <= to)
    .map(({ role, person, since }) =>
      say(`${role}: ${personName(person)}, since ${clockTime(since)}.`, [`incident ${incident.id}`], {
        at: since,
      }),
    );
  if (acts.length === 0) roles.push(say("No act of a person is recorded.", [`incident ${incident.id}`]));
  if (acts.length > rowsMax) {
    const text = `${counted(acts.length - rowsMax, "later act")} of people ${acts.length - rowsMax === 1 ? "is" : "are"} left out here.`;
    roles.push(say(text, [`incident ${incident.id}`]));
  }
  const blocks: ReportBlock[] = roles.length === 0 ? [] : [{ type: "statements", items: roles }];
  return acts.length === 0 ? blocks : [...blocks, table(acts.slice(0, rowsMax))];
}

function table(acts: readonly Act[]): ReportTable {
  const columns = ["Time", "Who", "What"].map((title) => ({ title, number: false }));
  const rows = acts.map(({ at, who, what, source }) => row([clockTime(at), who, what], [source]));
  return { type: "table", columns, rows };
}

function personName({ kind, name }: Person): string {
  return kind === "token" ? `the token ${named(name)}` : named(name);
}

function incidentActs({ incident, merged }: IncidentFacts): Act[] {
  return [incident, ...merged].flatMap((one) => {
    const source = `incident ${one.id}`;
    const acts: Act[] = [];
    const add = (by: Person | null, at: number | null, what: string) => {
      if (by !== null && at !== null) acts.push({ at, who: personName(by), what, source });
    };
    add(one.openedBy, one.openedAt, "opened the incident");
    add(one.acknowledged?.by ?? null, one.acknowledged?.at ?? null, "acknowledged the incident");
    for (const { role, person, since } of one.roles) add(person, since, `took the role ${role}`);
    for (const { by, at, text } of one.notes) add(by, at, `noted: ${text}`);
    add(one.resolution?.by ?? null, one.resolution?.at ?? null, `resolved it: ${one.resolution?.text ?? ""}`);
    return acts;
  });
}

function operationActs(operation: RecordedOperation): Act[] {
  const { id, plan, reason, holdPoint } = operation;
  const source = `operation ${id}`;
  const act = (by: Person | null, at: number | null, what: string): Act[] =>
    by === null || at === null ? [] : [{ at, who: personName(by), what: `${what}: ${plan.title}`, source }];
  const why = reason === "" ? "" : ` (${reason})`;
  return [
    ...act(operation.createdBy, operation.createdAt, "planned"),
    ...act(operation.confirmedBy, operation.confirmedAt, `confirmed${why}`),
    ...act(holdPoint?.askedBy ?? null, holdPoint?.askedAt ?? null, "asked for an acknowledgement"),
    ...act(
      holdPoint?.by ?? null,
      holdPoint?.at ?? null,
      `acknowledged${holdPoint?.note ? ` (${holdPoint.note})` : ""}`,
    ),
  ];
}

function pageActs({ incident, pages, operations }: IncidentFacts): Act[] {
  // Acknowledging the incident or the operation answers its page.
  const told = new Set([incident.pageId, ...operations.flatMap(({ holdPoint }) => holdPoint?.pageId ?? [])]);
  return pages
    .filter(({ id }) => !told.has(id))
    .flatMap(({ id, title, acknowledgedAt, acknowledgedBy }) =>
      acknowledgedAt === null || acknowledgedBy === null
        ? []
        : [
            {
              at: acknowledgedAt,
              who: named(acknowledgedBy),
              what: `answered the page: ${title}`,
              source: `page ${id}`,
            },
          ],
    );
}

function refusedActs({ audits }: IncidentFacts): Act[] {
  return audits
    .filter(({ actor }) => actor !== ownName)
    .map(({ seq, at, actor, action, detail, outcome }) => ({
      at,
      who: named(actor),
      what: `was ${outcome}: ${action}: ${detail}`,
      source: `audit ${seq}`,
    }));
}

/** What people wrote down to be done, and whether it is. Nothing is proposed here. */
export function followUpsOf({ incident, merged, to }: IncidentFacts): ReportBlock[] {
  const items = [incident, ...merged].flatMap((one) =>
    one.followUps
      .filter(({ at }) => at <= to)
      .map(({ id, at, by, text, doneAt }) => {
        const done = doneAt === null || doneAt > to ? "open" : `done at ${clockTime(doneAt)}`;
        const words = `${text} (${done}; written down by ${personName(by)})`;
        return say(words, [`incident ${one.id}, follow-up ${id}`], { at });
      }),
  );
  const none = say("Nobody has written down a follow-up.", [`incident ${incident.id}`]);
  return [{ type: "statements", items: items.length > 0 ? items : [none] }];
}
