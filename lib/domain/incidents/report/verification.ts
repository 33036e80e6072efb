import type { IncidentFacts, RecordedOperation } from "#lib/domain/incidents/timeline/facts.ts";
import type { Gate } from "#lib/domain/operations/operation.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import type { ReportBlock, ReportTable, Statement } from "./report.ts";
import { row, say } from "./say.ts";

type Row = ReportTable["rows"][number];

/** What was checked by machine evidence: how operations ended, their results, and the gates that were open then. */
export function verifiedOf(facts: IncidentFacts): ReportBlock[] {
  const operations = confirmed(facts);
  if (operations.length === 0) return nothing(facts, "Nothing was verified: no operation was confirmed.");
  const rows = operations.flatMap((operation) => [
    ...(hasBegun(operation) ? gateRows(operation, "open", "Gate") : []),
    ...resultRows(operation, operation.result?.verified ?? []),
  ]);
  return [{ type: "statements", items: operations.map(outcome) }, ...table("Verified", rows)];
}

/** What had no proof: gates that two people overrode, gates that never opened, and what results leave open. */
export function notVerifiedOf(facts: IncidentFacts): ReportBlock[] {
  const operations = confirmed(facts);
  const rows = operations.flatMap((operation) => [
    ...gateRows(operation, "bypassed", "Overridden without proof"),
    ...(isEnded(operation.state) && operation.state !== "done"
      ? gateRows(operation, "shut", "Never open")
      : []),
    ...resultRows(operation, operation.result?.notVerified ?? []),
  ]);
  if (rows.length > 0) return table("Not verified", rows);
  if (operations.length === 0)
    return nothing(facts, "No operation was confirmed, so none left anything open.");
  const ids = operations.map(({ id }) => `operation ${id}`);
  return [{ type: "statements", items: [say("No operation names anything that it did not verify.", ids)] }];
}

function confirmed({ operations, to }: IncidentFacts): RecordedOperation[] {
  return operations
    .filter(({ confirmedAt }) => confirmedAt !== null && confirmedAt <= to)
    .sort((a, b) => a.createdAt - b.createdAt);
}

function nothing({ incident }: IncidentFacts, text: string): ReportBlock[] {
  return [{ type: "statements", items: [say(text, [`incident ${incident.id}`])] }];
}

function table(title: string, rows: Row[]): ReportBlock[] {
  const columns = ["Operation", title, "Because"].map((name) => ({ title: name, number: false }));
  return rows.length === 0 ? [] : [{ type: "table", columns, rows }];
}

function outcome({ id, plan, state, sentence, endedAt }: RecordedOperation): Statement {
  const how = isEnded(state) ? state : `not ended yet, ${state}`;
  return say(`${plan.title}: ${how}. ${sentence}`, [`operation ${id}`], { at: endedAt });
}

/** A gate is only told as passed of what went through all of them. */
function hasBegun({ steps }: RecordedOperation): boolean {
  return steps.some(({ startedAt }) => startedAt !== null);
}

function gateRows({ id, gates, plan }: RecordedOperation, state: Gate["state"], word: string): Row[] {
  return gates
    .filter((gate) => gate.state === state)
    .map(({ title, because }) => row([plan.title, `${word}: ${title}`, because], [`operation ${id}`]));
}

function resultRows({ id, plan }: RecordedOperation, texts: readonly string[]): Row[] {
  return texts.map((text) => row([plan.title, text, "recorded in its result"], [`operation ${id}`]));
}
