import { incidentReportHref, lockIdHref, operationHref } from "#lib/client/paths.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { leftWords } from "#lib/domain/incidents/words.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { isStale } from "#lib/domain/states.ts";

/** One thing that somebody can do next, with where it is done; null: on this page. */
export interface NextStep {
  id: string;
  text: string;
  href: string | null;
  link: string;
}

/** What can be done next, in the order in which it is wanted. Made from what is recorded alone. */
export function nextSteps(incident: IncidentDetail): NextStep[] {
  const { state, acknowledged, commander, mergedInto, locks, operations, followUps } = incident;
  if (mergedInto !== null) return [];
  const steps: NextStep[] = [];
  const here = (id: string, text: string) => steps.push({ id, text, href: null, link: "" });
  if (state === "resolved") {
    const open = followUps.filter(({ doneAt }) => doneAt === null).length;
    if (open > 0)
      here("follow-ups", `${open === 1 ? "One follow-up is" : `${open} follow-ups are`} not done.`);
    steps.push(reportStep(incident));
    return steps;
  }
  if (acknowledged === null)
    here("acknowledge", "Acknowledge, so that everybody knows that somebody is on it.");
  if (commander === null) here("command", "Take command: somebody has to decide.");
  const underWay = operations.filter((one) => !isEnded(one.state));
  for (const operation of underWay.filter(({ awaitsAck }) => awaitsAck)) {
    steps.push({
      id: operation.id,
      text: "A hold point waits for the acknowledgement of a second person.",
      href: operationHref(operation.id),
      link: "Acknowledge it there",
    });
  }
  for (const lock of locks.filter((one) => needsProof(one, underWay))) steps.push(proofStep(lock));
  if (state === "mitigated") {
    const left = leftOf(incident);
    const first =
      left === "" ? "Nothing of it is seen any more. Write" : `${left} When that is well too, write`;
    here("resolve", `${first} down what was found, and resolve it.`);
    steps.push(reportStep(incident));
  }
  return steps;
}

/** In the words of the incident's own sentence, so that the two never contradict each other. */
function leftOf({ affected, locks, operations }: IncidentDetail): string {
  const hot = locks.filter(({ state }) => state === "hot").map(({ resource }) => resource);
  const drains = operations.filter(({ kind, state }) => kind === "drain" && !isEnded(state));
  return leftWords(affected, {
    hot: [...new Set(hot)],
    ownerLives: locks.some(({ verdict }) => verdict === "live"),
    held: drains.reduce((sum, { progress }) => sum + (progress?.done ?? 0), 0),
  });
}

function needsProof(lock: LockRow, underWay: IncidentDetail["operations"]): boolean {
  if (!isStale(lock.verdict) && !isDoubtful(lock)) return false;
  return !underWay.some(({ kind, lockId }) => kind === "clear" && lockId === lock.id);
}

function isDoubtful({ state, verdict }: LockRow): boolean {
  return state === "hot" && (verdict === "suspect" || verdict === "unknown");
}

function proofStep(lock: LockRow): NextStep {
  const what = isStale(lock.verdict)
    ? "is gone: read the evidence, and plan its clear"
    : "is in doubt: read the evidence, and what would settle it";
  return {
    id: lock.id,
    text: `The owner of ${kindOf(lock)} \`${lock.resource}\` ${what}.`,
    href: lockIdHref(lock.id),
    link: "To the lock",
  };
}

/** One resource can be locked in two places: each is said as what it is. */
function kindOf({ source, node }: LockRow): string {
  if (source === "native") return "the lease";
  return node === null ? "the file lock" : `the file lock on \`${node}\`,`;
}

function reportStep({ id }: IncidentDetail): NextStep {
  return {
    id: "report",
    text: "The report says what is known so far, from what was recorded.",
    href: incidentReportHref(id),
    link: "Read it",
  };
}
