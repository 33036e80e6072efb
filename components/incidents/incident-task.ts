import type { IncidentRole } from "#lib/domain/incidents/incident.ts";

/** What is asked for in a dialog of an incident's page. */
export type IncidentTask =
  | { form: "words"; verb: WordsVerb }
  | { form: "role"; role: IncidentRole; give: RoleGift }
  | { form: "severity" }
  | { form: "merge" };

/** Verbs that take some words and nothing else. */
export type WordsVerb = "acknowledge" | "note" | "follow-up" | "resolve" | "reopen";

/** To whom a role goes: to the visitor, to somebody else, or to nobody. */
export type RoleGift = "me" | "other" | "nobody";
