import { type Actor, can } from "#lib/domain/roles.ts";
import type { IncidentState, Signal, SignalRule } from "./incident.ts";
import { isDrillIncident } from "./realm.ts";

export const incidentVerbs = [
  "acknowledge",
  "take-role",
  "note",
  "follow-up",
  "severity",
  "merge",
  "resolve",
  "reopen",
] as const;
export type IncidentVerb = (typeof incidentVerbs)[number];

/** What of an incident decides what may be done to it. */
export interface Handled {
  state: IncidentState;
  mergedInto: string | null;
  acknowledged: object | null;
  signals: readonly Pick<Signal, "rule" | "text" | "clearedAt">[];
  resources: readonly string[];
  nodes: readonly string[];
}

/** `role`: who asks may not; `state`: nobody may, as it stands. */
export type IncidentAnswer =
  | { allowed: true; reason: null }
  | { allowed: false; reason: string; because: "role" | "state" };

const yes: IncidentAnswer = { allowed: true, reason: null };
const notNow = (reason: string): IncidentAnswer => ({ allowed: false, reason, because: "state" });

/** Whether somebody may do something to an incident now, and if not, why. Screen and server ask this same function. */
export function incidentCan(incident: Handled, verb: IncidentVerb, actor: Actor | null): IncidentAnswer {
  const right = can(actor, "incident.write");
  if (!right.allowed) return { allowed: false, reason: right.reason, because: "role" };
  if (actor !== null && "drill" in actor && actor.drill !== undefined && !isDrillIncident(incident)) {
    const reason = "Who is played in a drill may act on the drill alone.";
    return { allowed: false, reason, because: "role" };
  }
  if (incident.mergedInto !== null) return notNow("It is part of another incident: act on that one.");
  return rules[verb](incident);
}

/** What a person may leave as it is: a lock that nobody guards any more may be meant so. */
export function canBeAccepted(rule: SignalRule): boolean {
  return rule === "by-hand" || rule === "guardian-silent";
}

const unlessResolved = ({ state }: Handled): IncidentAnswer =>
  state === "resolved" ? notNow("It is resolved: reopen it first.") : yes;

const rules: Record<IncidentVerb, (incident: Handled) => IncidentAnswer> = {
  acknowledge: (incident) =>
    incident.acknowledged !== null ? notNow("It is acknowledged already.") : unlessResolved(incident),
  "take-role": unlessResolved,
  // What was learnt afterwards belongs to it, too.
  note: () => yes,
  "follow-up": () => yes,
  severity: unlessResolved,
  merge: unlessResolved,
  resolve: (incident) => {
    const wrong = incident.signals.find(({ rule, clearedAt }) => clearedAt === null && !canBeAccepted(rule));
    return wrong === undefined ? unlessResolved(incident) : notNow(`This is still so: ${wrong.text}`);
  },
  reopen: ({ state }) => (state === "resolved" ? yes : notNow("It is not resolved.")),
};

/** Every verb with its answer, for an incident's page. */
export function allIncidentAnswers(
  incident: Handled,
  actor: Actor | null,
): Record<IncidentVerb, { allowed: boolean; reason: string | null }> {
  const answers = incidentVerbs.map((verb) => {
    const { allowed, reason } = incidentCan(incident, verb, actor);
    return [verb, { allowed, reason }];
  });
  return Object.fromEntries(answers) as ReturnType<typeof allIncidentAnswers>;
}
