/** Parts of the list filters that go to the server, as the URL of a page holds them. */
export type Filter = Readonly<Record<string, string | number | undefined>>;

/** Every key of the query cache, in one place. The first word is what the live stream invalidates by. */
export const queryKeys = {
  status: ["status"],
  /** Who this browser is, where its page does not know it. */
  me: ["me"],
  accounts: ["accounts"],
  tokens: ["tokens"],
  mySessions: ["my-sessions"],
  overview: (minutes: number) => ["overview", minutes],
  /** One page of a list, as the server filtered and sorted it. */
  page: (topic: "locks" | "nodes", filter: Filter) => ["page", topic, filter],
  lock: (id: string) => ["lock", id],
  owner: (id: string) => ["owner", id],
  node: (name: string) => ["node", name],
  operation: (id: string) => ["operation", id],
  /** Operations that have not ended: every screen shows them at its edge. */
  openOperations: ["open-operations"],
  /** Operations of one lock, newest first. */
  lockOperations: (lockId: string) => ["lock-operations", lockId],
  clearPlan: (lockId: string) => ["clear-plan", lockId],
  /** What can be drained, in a part of the fleet. */
  units: (filter: Filter) => ["units", filter],
  audit: (filter: Filter) => ["audit", filter],
  auditChain: ["audit-chain"],
  configs: (q: string) => ["configs", q],
  config: (name: string) => ["config", name],
  /** A version never changes: it is asked for once. */
  configContent: (name: string, version: number) => ["config-content", name, version],
  configTelemetry: (name: string, nodes: readonly string[], minutes: number) => [
    "config-telemetry",
    name,
    nodes,
    minutes,
  ],
  incident: (id: string) => ["incident", id],
  incidentTimeline: (id: string, kinds: string) => ["incident-timeline", id, kinds],
  incidentPicture: (id: string) => ["incident-picture", id],
  incidentReport: (id: string) => ["incident-report", id],
  /** Incidents that are not resolved: every screen shows them at its edge. */
  openIncidents: ["open-incidents"],
  unresolvedIncidents: (q: string) => ["unresolved-incidents", q],
  people: ["people"],
  /** The drill that is on. */
  drill: ["drill"],
  pages: ["pages"],
  pageTargets: ["page-targets"],
  policies: ["policies"],
  /** One's own saved views, of one list or (empty) of all. */
  views: (list: string) => ["views", list],
  view: (id: string) => ["view", id],
  beats: (ownerId: string, spanMs: number) => ["beats", ownerId, spanMs],
  recentBeats: (ownerIds: readonly string[]) => ["recent-beats", ownerIds],
  /** The whole of a list, kept current by the stream: a `Collection`. */
  live: (topic: "locks" | "owners" | "nodes" | "operations" | "incidents") => ["live", topic],
} as const;
