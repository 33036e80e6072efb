/** What of an incident's timeline a line is; the filter of its page. */
export const timelineKinds = [
  "kernel",
  "beats",
  "verdict",
  "refusal",
  "lock",
  "operation",
  "acknowledgement",
  "config",
  "node",
  "incident",
  "note",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];
