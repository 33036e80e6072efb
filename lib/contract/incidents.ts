import { z } from "zod";
import { incidentVerbs } from "#lib/domain/incidents/can.ts";
import { incidentRoles, incidentStates, signalRules } from "#lib/domain/incidents/incident.ts";
import { timelineKinds } from "#lib/domain/incidents/timeline-kinds.ts";
import { limits } from "#lib/domain/limits.ts";
import { severities } from "#lib/domain/states.ts";
import { at, durationMs, hostText, listOf, pageQuery, resourceName, revision } from "./common.ts";
import { beatHistory } from "./lists.ts";
import { operationRow, person } from "./operations.ts";
import { lockRow } from "./rows.ts";

const byAt = z.object({ by: person, at });

/** One incident in a list and on the stream. */
export const incidentRow = z.object({
  id: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  state: z.enum(incidentStates),
  resources: z.array(z.string()),
  /** The lock that it is about first; links to /locks/{lockId}. */
  lockId: z.string().nullable(),
  /** Where its cause is looked for. */
  nodes: z.array(z.string()),
  /** Nodes that are refused or work less now, and the most at any time. */
  affected: z.number().int(),
  affectedPeak: z.number().int(),
  refusals: z.number().int(),
  /** What is wrong in one sentence; after it, how it ended. */
  sentence: z.string(),
  openedAt: at,
  acknowledged: byAt.nullable(),
  commander: person.nullable(),
  mitigatedAt: at.nullable(),
  resolvedAt: at.nullable(),
  /** It turned out to be part of this one. */
  mergedInto: z.string().nullable(),
  revision,
});
export type IncidentRow = z.infer<typeof incidentRow>;

export const incidentSignal = z.object({
  key: z.string(),
  rule: z.enum(signalRules),
  severity: z.enum(severities),
  resource: z.string().nullable(),
  lockId: z.string().nullable(),
  ownerId: z.string().nullable(),
  node: z.string().nullable(),
  text: z.string(),
  since: at,
  clearedAt: at.nullable(),
});
const note = z.object({ at, by: person, text: z.string() });
const followUp = z.object({ id: z.number().int(), at, by: person, text: z.string(), doneAt: at.nullable() });

/** GET /api/v1/incidents/{id} */
export const incidentDetail = incidentRow.extend({
  signals: z.array(incidentSignal),
  roles: z.array(z.object({ role: z.enum(incidentRoles), person, since: at })),
  notes: z.array(note),
  followUps: z.array(followUp),
  /** Every lock of its resources, as it is now. */
  locks: z.array(lockRow),
  operations: z.array(operationRow),
  merged: z.array(incidentRow),
  resolution: z.object({ by: person, at, text: z.string() }).nullable(),
  pageId: z.string().nullable(),
  allowed: z.record(z.enum(incidentVerbs), z.object({ allowed: z.boolean(), reason: z.string().nullable() })),
});
export type IncidentDetail = z.infer<typeof incidentDetail>;

/** GET /api/v1/incidents, those that need somebody first, then the newest. `state`: several by comma. */
export const incidentQuery = pageQuery.extend({
  q: z.string().max(500).optional(),
  state: z.string().max(100).optional(),
  severity: z.string().max(100).optional(),
});
export const incidentList = listOf(incidentRow);
export type IncidentList = z.infer<typeof incidentList>;

const words = z.string().trim().min(1).max(limits.reasonMaxChars);
/** POST /api/v1/incidents : by hand, for a lock or a resource. 409 names the one that is open for it already. */
export const openIncident = z.strictObject({
  title: z.string().trim().min(1).max(300),
  resource: resourceName,
  lockId: z.string().max(8_300).nullable().default(null),
  severity: z.enum(severities).default("warning"),
});
/** POST …/acknowledge: somebody is on it. */
export const acknowledgeIncident = z.strictObject({
  note: z.string().max(limits.reasonMaxChars).default(""),
});
/** POST …/roles: takes a role oneself, gives it to another person, or (null) gives it up. */
export const incidentRoleChange = z.strictObject({
  role: z.enum(incidentRoles),
  userId: z.string().max(200).nullable(),
});
/** POST …/notes, …/follow-ups, …/resolve and …/reopen */
export const incidentWords = z.strictObject({ text: words });
/** PATCH …/follow-ups/{number} */
export const followUpChange = z.strictObject({ done: z.boolean() });
/** POST …/severity: from then on the rules leave it as it is. */
export const incidentSeverity = z.strictObject({ severity: z.enum(severities), reason: words });
/** POST …/merge: this one becomes part of the other. */
export const mergeIncident = z.strictObject({ into: z.string().min(1).max(64), reason: words });

/** One line of an incident's timeline, with what it was recorded as. */
export const timelineItem = z.object({
  at,
  kind: z.enum(timelineKinds),
  severity: z.enum(severities),
  text: z.string(),
  node: z.string().nullable(),
  lockId: z.string().nullable(),
  ownerId: z.string().nullable(),
  operationId: z.string().nullable(),
  /** Where it is recorded, such as `event 812`, `operation op_…`, `page pag_…`, `note`. */
  source: z.string(),
});
export type TimelineItem = z.infer<typeof timelineItem>;
/** GET …/timeline, oldest first. `more`: older lines were left out. */
export const timelineQuery = z.object({ kinds: hostText(300).optional() });
export const incidentTimeline = z.object({
  items: z.array(timelineItem),
  more: z.number().int(),
  serverAt: at,
});
export type IncidentTimeline = z.infer<typeof incidentTimeline>;

/** GET …/picture : everything that is drawn on the one time axis of an incident. */
export const incidentPicture = z.object({
  from: at,
  /** Now, or some minutes after it was resolved. */
  to: at,
  serverAt: at,
  openedAt: at,
  mitigatedAt: at.nullable(),
  resolvedAt: at.nullable(),
  /** Guardians, holders and those who came after, the most telling first, 6 at most. */
  owners: z.array(
    z.object({
      ownerId: z.string(),
      label: z.string(),
      role: z.enum(["holder", "guardian", "watchdog", "orchestrator", "other"]),
      beats: beatHistory,
    }),
  ),
  refusals: z.object({ bucketMs: durationMs, buckets: z.array(z.object({ at, count: z.number().int() })) }),
  /** Nodes by what they show, one point where it changed: it holds until the next one. */
  fleet: z.array(z.object({ at, nodes: z.record(z.string(), z.number().int()) })),
  operations: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      title: z.string(),
      spans: z.array(z.object({ state: z.string(), from: at, to: at.nullable() })),
    }),
  ),
  /** What happened at one moment: kernel events, acknowledgements, clears. */
  marks: z.array(
    z.object({ at, kind: z.enum(timelineKinds), severity: z.enum(severities), text: z.string() }),
  ),
});
export type IncidentPicture = z.infer<typeof incidentPicture>;

/** GET /api/v1/people : who can be given a role; names alone. */
export const peopleList = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
export type PeopleList = z.infer<typeof peopleList>;
