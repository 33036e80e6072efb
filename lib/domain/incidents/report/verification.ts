import type { IncidentFacts, RecordedOperation } from "#lib/domain/incidents/timeline/facts.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import type { ReportBlock, Statement } from "./report.ts";
import { say } from "./say.ts";

/** What was checked by machine evidence: results, and the gates that were open when it went on. */
export function verifiedOf(facts: IncidentFacts): ReportBlock[] {
  const items = confirmed(facts).flatMap((operation) => [
    ...outcome(operation),
    ...passedGates(operation),
    ...told(operation, operation.result?.verified ?? []),
  ]);
  return [
    { type: "statements", items: orElse(items, facts, "Nothing was verified: no operation was confirmed.") },
  ];
}

/** What had no proof: gates that two people overrode, gates that never opened, and what results leave open. */
export function notVerifiedOf(facts: IncidentFacts): ReportBlock[] {
  const operations = confirmed(facts);
  const items = operations.flatMap((operation) => [
    ...gateStatements(operation, "bypassed", "Overridden without proof"),
    ...(isEnded(operation.state) && operation.state !== "done"
      ? gateStatements(operation, "shut", "Not reached")
      : []),
    ...told(operation, operation.result?.notVerified ?? []),
  ]);
  const none =
    operations.length === 0
      ? "No operation was confirmed, so none left anything open."
      : "No operation names anything that it did not verify.";
  return [{ type: "statements", items: orElse(items, facts, none) }];
}

function confirmed({ operations, to }: IncidentFacts): RecordedOperation[] {
  return operations
    .filter(({ confirmedAt }) => confirmedAt !== null && confirmedAt <= to)
    .sort((a, b) => a.createdAt - b.createdAt);
}

function orElse(items: Statement[], { incident }: IncidentFacts, none: string): Statement[] {
  return items.length > 0 ? items : [say(none, [`incident ${incident.id}`])];
}

function outcome({ id, plan, state, sentence, endedAt }: RecordedOperation): Statement[] {
  const text = isEnded(state)
    ? `${plan.title}: ${state}. ${sentence}`
    : `${plan.title}: not ended yet, ${state}. ${sentence}`;
  return [say(text, [`operation ${id}`], { at: endedAt })];
}

/** A gate is only told as passed of what went through all of them. */
function passedGates(operation: RecordedOperation): Statement[] {
  const began = operation.steps.some(({ startedAt }) => startedAt !== null);
  return began ? gateStatements(operation, "open", "Gate open") : [];
}

function gateStatements(
  { id, gates, plan }: RecordedOperation,
  state: "open" | "shut" | "bypassed",
  words: string,
): Statement[] {
  return gates
    .filter((gate) => gate.state === state)
    .map(({ title, because }) =>
      say(`${plan.title}: ${words}: ${title}: ${because}`, [`operation ${id}`], {
        certainty: state === "open" ? "proven" : "unknown",
      }),
    );
}

function told({ id, plan }: RecordedOperation, texts: readonly string[]): Statement[] {
  return texts.map((text) => say(`${plan.title}: ${text}`, [`operation ${id}`]));
}
