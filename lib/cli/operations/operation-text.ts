import { ageText, type Column, table, timeText } from "#lib/cli/output.ts";
import type { OperationPlanned } from "#lib/client/operations.ts";
import type { OperationDetail, OperationRow } from "#lib/contract/operations.ts";
import { allowClearLines } from "#lib/domain/operations/gate-help.ts";
import type { FactChange, Gate, Step } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";

const targetsShown = 10;
const historyShown = 12;

/** A sentence of the server on a terminal. */
function say(text: string): string {
  return safeText(text.replaceAll("`", ""), 1_000);
}

function part(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** A plan in the order of the dialog: what happens, to whom, on what facts and evidence, through which gates. */
export function planText({ plan, roster }: Pick<OperationPlanned, "plan" | "roster">): string {
  const more = plan.targetCount - Math.min(targetsShown, plan.targets.length);
  const kind = plan.targets[0]?.kind ?? "target";
  return [
    `${say(plan.title)}\n`,
    part("It cannot be confirmed", plan.refusals.map(say)),
    part("What will happen", plan.consequences.map(say)),
    part(`To ${plan.targetCount} ${kind}${plan.targetCount === 1 ? "" : "s"}`, [
      ...plan.targets
        .slice(0, targetsShown)
        .map(({ label, note }) => say(note === null ? label : `${label}  ${note}`)),
      ...(more > 0 ? [`and ${more} more`] : []),
    ]),
    part("Bound to these facts", pairs(plan.facts.map(({ label, value }) => [label, value]))),
    part(
      "On this evidence",
      plan.evidence.map(({ weight, text, source }) => `${weight.padEnd(15)}${say(text)} (${say(source)})`),
    ),
    part("Gates", plan.gates.map(gateText)),
    part("Who could grab it again", rosterLines(roster)),
    part("Not verified", plan.notVerified.map(say)),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

function pairs(rows: readonly [string, string][]): string[] {
  const width = Math.min(30, Math.max(0, ...rows.map(([name]) => name.length)));
  return rows.map(([name, value]) => `${safeText(name, 60).padEnd(width)}  ${safeText(value, 400)}`);
}

function rosterLines(roster: OperationPlanned["roster"]): string[] {
  return roster.map(
    ({ label, state, text }) =>
      `${(state === "free" ? "FREE" : state).padEnd(10)}${say(label)}: ${say(text)}`,
  );
}

/** "shut     acknowledged  A second person acknowledged: … (awaited: …)"; the id is what `bypass --gate` takes. */
function gateText({ id, state, title, because, awaiting }: Gate): string {
  const who =
    state === "shut" && awaiting.length > 0 ? ` (awaited: ${awaiting.slice(0, 5).map(say).join(", ")})` : "";
  const ways =
    id === "agent" && state === "shut"
      ? allowClearLines.map((way) => `\n${" ".repeat(25)}${way.who}: ${way.line}`).join("")
      : "";
  return `${state.padEnd(9)}${id.padEnd(14)}${say(title)}: ${say(because)}${who}${ways}`;
}

/** The first line of a note beside the step, its other lines below. */
function stepText({ state, title, note }: Step): string {
  return `${state.padEnd(9)}${say(title)}${
    note === null
      ? ""
      : `: ${note
          .split("\n")
          .map(say)
          .join(`\n${" ".repeat(11)}`)}`
  }`;
}

/** One operation in the order of its page. */
export function operationText(operation: OperationDetail, nowAt: number): string {
  const { plan, units, result, due } = operation;
  const heading = `${say(operation.title)}  [${operation.state}]\n${say(operation.sentence)}\n`;
  return [
    heading,
    part("", pairs(headFacts(operation, nowAt))).replace(/^\n/, ""),
    due === null ? "" : `In ${Math.max(0, Math.round((due.at - nowAt) / 1_000))} s: ${say(due.what)}\n`,
    part("Gates", plan.gates.map(gateText)),
    part(
      "Units",
      units.map(({ state, name, node, tasks, note }) => {
        const left = tasks === null || tasks === 0 ? "" : `, ${tasks} left to finish`;
        return `${state.padEnd(9)}${say(name)} on ${say(node)}${left}${note === null ? "" : `, ${say(note)}`}`;
      }),
    ),
    part("Steps", plan.steps.map(stepText)),
    part("Who could grab it again", rosterLines(operation.roster)),
    result === null ? "" : resultText(result),
    part(
      "Belongs to this",
      operation.related.map(({ id, state, title }) => `${id}  ${state}  ${say(title)}`),
    ),
    part(
      "History",
      operation.history.slice(0, historyShown).map(({ at, text }) => `${timeText(at)}  ${say(text)}`),
    ),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

function headFacts(operation: OperationDetail, nowAt: number): [string, string][] {
  const { id, lockId, createdBy, confirmedBy, holdPoint, reason } = operation;
  const rows: [string, string | null][] = [
    ["id", id],
    ["lock", lockId],
    ["asked by", `${createdBy.name}, ${ageText(operation.createdAt, nowAt)} ago`],
    ["confirmed by", confirmedBy?.name ?? null],
    ["acknowledged by", holdPoint?.by?.name ?? null],
    ["why", reason === "" ? null : reason],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]]));
}

function resultText({ text, verified, notVerified }: NonNullable<OperationDetail["result"]>): string {
  return [
    `Result: ${say(text)}\n`,
    part("Verified", verified.map(say)),
    part("Not verified", notVerified.map(say)),
  ].join("");
}

/** Facts that are no longer as they were reviewed. */
export function changesText(changes: readonly FactChange[]): string {
  return part(
    "Something changed since the plan was made; nothing was done",
    changes.map(
      ({ label, was, is }) => `${say(label)}: was ${say(was ?? "not there")}, is ${say(is ?? "not there")}`,
    ),
  );
}

/** One line of progress; it changes when something worth a line happened. */
export function progressText({ state, progress, plan, sentence }: OperationDetail): string {
  const shut = plan.gates.filter((gate) => gate.state === "shut").map(({ title }) => say(title));
  const parts = [state.padEnd(9), say(sentence)];
  if (progress !== null)
    parts.push(`(${grouped(progress.done)} of ${grouped(progress.total)} ${progress.unit})`);
  if (state === "waiting" && shut.length > 0) parts.push(`shut: ${shut.join("; ")}`);
  return parts.join(" ");
}

/** The table of `locksmith operations ls`. */
export function operationTable(rows: readonly OperationRow[], nowAt: number): string {
  const columns: Column<OperationRow>[] = [
    { name: "ID", cell: ({ id }) => id },
    { name: "STATE", cell: ({ state }) => state },
    { name: "KIND", cell: ({ kind }) => kind },
    { name: "AGE", cell: ({ createdAt }) => ageText(createdAt, nowAt), number: true },
    { name: "BY", cell: ({ createdBy }) => createdBy.name, maxChars: 24 },
    { name: "GATES", cell: ({ gatesOpen, gatesTotal }) => `${gatesOpen}/${gatesTotal}`, number: true },
    { name: "TITLE", cell: ({ title }) => title.replaceAll("`", ""), maxChars: 90 },
    { name: "HOW IT STANDS", cell: ({ sentence }) => sentence.replaceAll("`", ""), maxChars: 120 },
  ];
  return table(columns, rows);
}
