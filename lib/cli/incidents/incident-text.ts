import { ageText, type Column, table, timeText } from "#lib/cli/output.ts";
import type { IncidentDetail, IncidentRow } from "#lib/contract/incidents.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { counted, grouped } from "#lib/domain/words.ts";

const notesShown = 12;

function say(text: string): string {
  return safeText(text, 1_000);
}

function part(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** The table of `locksmith incidents ls`. */
export function incidentTable(rows: readonly IncidentRow[], nowAt: number): string {
  const columns: Column<IncidentRow>[] = [
    { name: "ID", cell: ({ id }) => id },
    { name: "STATE", cell: stateOf },
    { name: "SEVERITY", cell: ({ severity }) => severity },
    { name: "AGE", cell: ({ openedAt }) => ageText(openedAt, nowAt), number: true },
    { name: "AFFECTED", cell: ({ affected }) => String(affected), number: true },
    { name: "REFUSALS", cell: ({ refusals }) => String(refusals), number: true },
    { name: "COMMANDER", cell: ({ commander }) => commander?.name ?? "-", maxChars: 24 },
    { name: "TITLE", cell: ({ title }) => title, maxChars: 90 },
    { name: "HOW IT STANDS", cell: ({ sentence }) => sentence, maxChars: 120 },
  ];
  return table(columns, rows);
}

function stateOf({ state, mergedInto }: Pick<IncidentRow, "state" | "mergedInto">): string {
  return mergedInto === null ? state : "merged";
}

/** One incident in the order of its page. */
export function incidentText(incident: IncidentDetail, nowAt: number): string {
  return [
    `${say(incident.title)}  [${stateOf(incident)}, ${incident.severity}]\n${say(incident.sentence)}\n`,
    part("", pairs(headFacts(incident, nowAt))).replace(/^\n/, ""),
    part(
      "What was seen",
      incident.signals.map(({ text, severity, since, clearedAt }) => {
        const lasts = clearedAt === null ? "lasts" : `over since ${timeText(clearedAt)}`;
        return `${severity.padEnd(9)}${timeText(since)}  ${say(text)} (${lasts})`;
      }),
    ),
    part(
      "Roles",
      incident.roles.map(
        ({ role, person, since }) => `${role.padEnd(15)}${say(person.name)}, ${ageText(since, nowAt)}`,
      ),
    ),
    part(
      "Locks",
      incident.locks.map(
        ({ id, state, verdict }) => `${state.padEnd(12)}${(verdict ?? "-").padEnd(9)}${say(id)}`,
      ),
    ),
    part(
      "Operations",
      incident.operations.map(({ id, state, title }) => `${id}  ${state.padEnd(9)}${say(title)}`),
    ),
    part(
      "Notes",
      incident.notes
        .slice(-notesShown)
        .map(({ at, by, text }) => `${timeText(at)}  ${say(by.name)}: ${say(text)}`),
    ),
    part(
      "Follow-ups",
      incident.followUps.map(
        ({ id, text, doneAt }) =>
          `${String(id).padStart(3)}  ${doneAt === null ? "open" : "done"}  ${say(text)}`,
      ),
    ),
    part(
      "Part of it",
      incident.merged.map(({ id, title }) => `${id}  ${say(title)}`),
    ),
    incident.resolution === null
      ? ""
      : `Resolved by ${say(incident.resolution.by.name)}: ${say(incident.resolution.text)}\n`,
  ]
    .filter((text) => text !== "")
    .join("\n");
}

function pairs(rows: readonly [string, string][]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${safeText(value, 400)}`);
}

function headFacts(incident: IncidentDetail, nowAt: number): [string, string][] {
  const { id, lockId, resources, nodes, openedAt, acknowledged, mitigatedAt, mergedInto } = incident;
  const rows: [string, string | null][] = [
    ["id", id],
    ["part of", mergedInto],
    ["lock", lockId],
    ["resources", resources.length === 0 ? null : resources.join(", ")],
    ["nodes", nodes.length === 0 ? null : nodes.join(", ")],
    ["opened", `${timeText(openedAt)}, ${ageText(openedAt, nowAt)} ago`],
    ["affected", `${counted(incident.affected, "node")} now, ${grouped(incident.affectedPeak)} at most`],
    ["refusals", String(incident.refusals)],
    [
      "acknowledged",
      acknowledged === null ? "by nobody" : `by ${acknowledged.by.name}, ${timeText(acknowledged.at)}`,
    ],
    ["mitigated", mitigatedAt === null ? null : timeText(mitigatedAt)],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]]));
}
