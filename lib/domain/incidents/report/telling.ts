import { boundTimeline, composeTimeline } from "#lib/domain/incidents/timeline/compose.ts";
import type { IncidentFacts } from "#lib/domain/incidents/timeline/facts.ts";
import type { TimelineLine } from "#lib/domain/incidents/timeline/line.ts";
import { counted } from "#lib/domain/words.ts";
import { inOrderOfRecord } from "./once.ts";
import type { ReportBlock, Statement } from "./report.ts";
import { named, say } from "./say.ts";

const linesMax = 80;
const alwaysTold = new Set<TimelineLine["kind"]>([
  "kernel",
  "acknowledgement",
  "operation",
  "incident",
  "note",
]);
const turns =
  /^(?:lease\.granted|guard\.guarding|guard\.unclean|lock\.(?:hot|calm)|fleet$|refusals$|verdict\.live|server\.)/;

/** The part of the timeline that tells what happened; all of it is on the incident's page. */
export function tellingOf(facts: IncidentFacts): ReportBlock[] {
  const all = composeTimeline(facts);
  const telling = all.filter(isTelling);
  const { items } = boundTimeline(telling, new Set(), linesMax);
  const statements: Statement[] = inOrderOfRecord(items).map(({ at, text, node, source }) => {
    const where = node === null || text.includes(node) ? "" : `${named(node)}: `;
    return say(`${where}${text}`, [source], { at });
  });
  const left = all.length - items.length;
  if (left > 0) {
    const text = `${counted(left, "line")} of routine and detail ${left === 1 ? "is" : "are"} left out here; the incident's page has ${left === 1 ? "it" : "them"}.`;
    statements.push(say(text, [`timeline of incident ${facts.incident.id}`]));
  }
  if (statements.length === 0) {
    statements.push(say("Nothing is recorded.", [`incident ${facts.incident.id}`], { certainty: "unknown" }));
  }
  return [{ type: "statements", items: statements }];
}

function isTelling({ what, severity, kind }: TimelineLine): boolean {
  if (what === "routine") return false;
  return severity !== "info" || alwaysTold.has(kind) || turns.test(what);
}
