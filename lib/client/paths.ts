/**
 * Addresses of single things, for links and for the API. Keys come from hosts and may hold anything: each
 * segment is percent-encoded, and a key whose slashes would be lost by a URL parser is kept in one segment.
 */
function keyPath(key: string): string {
  const segments = key.split("/");
  const fragile = segments.some((segment) => segment === "" || segment === "." || segment === "..");
  return fragile ? encodeURIComponent(key) : segments.map(encodeURIComponent).join("/");
}

/** Page of a lock. */
export function lockHref(source: string, key: string): string {
  return `/locks/${encodeURIComponent(source)}/${keyPath(key)}`;
}

/** Page of the lock with this id (`source/key`). */
export function lockIdHref(id: string): string {
  const cut = id.indexOf("/");
  return lockHref(id.slice(0, cut), id.slice(cut + 1));
}

/** Page of an owner. */
export function ownerHref(ownerId: string): string {
  return `/owners/${encodeURIComponent(ownerId)}`;
}

/** Page of a node. */
export function nodeHref(name: string): string {
  return `/fleet/${encodeURIComponent(name)}`;
}

/** Page of an operation: the deep link of its page and of everybody who is awaited. */
export function operationHref(id: string): string {
  return `/operations/${encodeURIComponent(id)}`;
}

/** Page of an incident. */
export function incidentHref(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`;
}

/** What was found out about an incident, as it is printed. */
export function incidentReportHref(id: string): string {
  return `${incidentHref(id)}/report`;
}

/** Page of a configuration. */
export function configHref(name: string): string {
  return `/configs/${encodeURIComponent(name)}`;
}

export const apiPaths = {
  locks: "/api/v1/locks",
  lock: (source: string, key: string) => `/api/v1${lockHref(source, key)}`,
  owners: "/api/v1/owners",
  owner: (id: string) => `/api/v1/owners/${encodeURIComponent(id)}`,
  beats: (ownerId: string) => `/api/v1/owners/${encodeURIComponent(ownerId)}/beats`,
  recentBeats: "/api/v1/beats/recent",
  nodes: "/api/v1/nodes",
  node: (name: string) => `/api/v1/nodes/${encodeURIComponent(name)}`,
  operations: "/api/v1/operations",
  operation: (id: string) => `/api/v1/operations/${encodeURIComponent(id)}`,
  incidents: "/api/v1/incidents",
  incident: (id: string) => `/api/v1/incidents/${encodeURIComponent(id)}`,
  people: "/api/v1/people",
  drills: "/api/v1/drills",
  currentDrill: "/api/v1/drills/current",
  drill: (id: string) => `/api/v1/drills/${encodeURIComponent(id)}`,
  units: "/api/v1/units",
  configs: "/api/v1/configs",
  config: (name: string) => `/api/v1/configs/${encodeURIComponent(name)}`,
  configContent: (name: string, version: number) =>
    `/api/v1/configs/${encodeURIComponent(name)}/versions/${version}/content`,
  events: "/api/v1/events",
  audit: "/api/v1/audit",
  auditExport: "/api/v1/audit/export",
  auditVerify: "/api/v1/audit/verify",
  pages: "/api/v1/pages",
  pageTargets: "/api/v1/page-targets",
  policies: "/api/v1/policies",
  views: "/api/v1/views",
  view: (id: string) => `/api/v1/views/${encodeURIComponent(id)}`,
  overview: "/api/v1/overview",
  status: "/api/v1/status",
  stream: "/api/v1/stream",
  me: "/api/v1/me",
  signOut: "/api/v1/sign-out",
} as const;

/** The key of a lock from the segments of its page's path, still encoded as the framework hands them over. */
export function decodeKey(segments: readonly string[]): string {
  return segments
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    })
    .join("/");
}
