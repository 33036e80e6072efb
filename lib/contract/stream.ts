import { z } from "zod";
import { at, revision } from "./common.ts";
import { drillRow } from "./drills.ts";
import { incidentRow } from "./incidents.ts";
import { operationRow } from "./operations.ts";
import { unitRow } from "./orders.ts";
import { eventRow, lockRow, nodeRow, ownerRow } from "./rows.ts";

export const streamTopics = [
  "locks",
  "owners",
  "nodes",
  "operations",
  "units",
  "incidents",
  "drills",
  "events",
] as const;
export type StreamTopic = (typeof streamTopics)[number];

/**
 * GET /api/v1/stream?topics=locks,owners&since=REVISION (or Last-Event-ID, which wins). SSE events:
 * `hello` first, then `change` with id = revision, `tick` every few seconds, and `reset` when the revision
 * asked for is no longer known: take a new snapshot. `bye` is the last frame where the right to read is over.
 */
export const streamHello = z.object({
  instance: z.string(),
  /** Version of the console that this server serves; another one: the page is from before an update. */
  build: z.string(),
  serverAt: at,
  revision,
  graceUntil: at.nullable(),
  readOnly: z.string().nullable(),
});
export type StreamHello = z.infer<typeof streamHello>;

export const streamChange = z.object({
  revision,
  serverAt: at,
  locks: z.array(lockRow).optional(),
  owners: z.array(ownerRow).optional(),
  nodes: z.array(nodeRow).optional(),
  operations: z.array(operationRow).optional(),
  units: z.array(unitRow).optional(),
  incidents: z.array(incidentRow).optional(),
  drills: z.array(drillRow).optional(),
  events: z.array(eventRow).optional(),
  /** Ids that are gone with this revision. */
  goneLocks: z.array(z.string()).optional(),
  goneOwners: z.array(z.string()).optional(),
  goneNodes: z.array(z.string()).optional(),
  goneOperations: z.array(z.string()).optional(),
  goneUnits: z.array(z.string()).optional(),
  goneIncidents: z.array(z.string()).optional(),
  goneDrills: z.array(z.string()).optional(),
});
export type StreamChange = z.infer<typeof streamChange>;

export const streamTick = z.object({
  serverAt: at,
  revision,
  graceUntil: at.nullable(),
  readOnly: z.string().nullable(),
});
export type StreamTick = z.infer<typeof streamTick>;

/**
 * The last frame of a stream that the server ends because whoever reads it may no longer do so: its token was revoked,
 * its account disabled or removed, its session ended. It comes at once, not with the next tick. Trying again gets 401,
 * unless the browser is somebody else too (a display beneath a person who signed out).
 */
export const streamBye = z.object({
  /** `signed-out`: by the reader's own wish, maybe in another tab. */
  reason: z.enum(["revoked", "expired", "signed-out"]),
  /** What is over. */
  what: z.enum(["display", "token", "session", "account"]),
  /** Name of the display, the token or the person. */
  name: z.string(),
  /** When it ended, which for what expired is when it was to expire. */
  at,
  /** Who ended it; null where nobody did, or where that is not known for certain. */
  by: z.string().nullable(),
  serverAt: at,
});
export type StreamBye = z.infer<typeof streamBye>;
