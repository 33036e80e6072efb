import { z } from "zod";
import { severities } from "#lib/domain/states.ts";
import { at, durationMs, listOf, pageQuery, revision } from "./common.ts";
import { evidence } from "./locks.ts";
import { eventRow, lockRow, nodeRow, ownerRow } from "./rows.ts";

/** GET /api/v1/owners */
export const ownerQuery = pageQuery.extend({
  q: z.string().max(500).optional(),
  verdict: z.string().max(100).optional(),
  node: z.string().max(200).optional(),
  state: z.string().max(100).optional(),
});
export const ownerList = listOf(ownerRow);
export type OwnerList = z.infer<typeof ownerList>;

/** GET /api/v1/owners/{id} */
export const ownerDetail = ownerRow.extend({
  sentence: z.string(),
  evidence: z.array(evidence),
  probe: z.object({ question: z.string(), how: z.string() }).nullable(),
  bootId: z.string().nullable(),
  pidNs: z.string().nullable(),
  startTime: z.number().nullable(),
  instanceId: z.string().nullable(),
  lockList: z.array(lockRow),
  history: z.array(eventRow),
});
export type OwnerDetail = z.infer<typeof ownerDetail>;

/** GET /api/v1/owners/{id}/beats?from=&to= : any range, gaps preserved. */
export const beatRangeQuery = z.object({
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
});
export const beatHistory = z.object({
  ownerId: z.string(),
  from: at,
  to: at,
  /** Exact times of beats, ascending, from `rawFrom` on; before it only the folds are known. */
  raw: z.array(at),
  rawFrom: at.nullable(),
  /** One row a minute that had beats; a minute without one has no row. */
  minutes: z.array(
    z.object({ minuteAt: at, count: z.number().int(), firstAt: at, lastAt: at, maxGapMs: durationMs }),
  ),
  rhythmMs: durationMs.nullable(),
  ttlMs: durationMs.nullable(),
  /** Times when the verdict on the owner changed, ascending; the first is the one in force at `from`. */
  verdicts: z.array(z.object({ at, verdict: z.string() })),
  /** Times when this server could not listen (it was down); no conclusion is drawn from them. */
  blind: z.array(z.object({ from: at, to: at })),
});
export type BeatHistory = z.infer<typeof beatHistory>;

/** GET /api/v1/beats/recent?owners=a,b : the last beats of up to 200 owners, for the rows in view. */
export const recentBeats = z.object({
  serverAt: at,
  items: z.array(
    z.object({
      ownerId: z.string(),
      beats: z.array(at),
      rhythmMs: durationMs.nullable(),
      ttlMs: durationMs.nullable(),
    }),
  ),
});
export type RecentBeats = z.infer<typeof recentBeats>;

/** GET /api/v1/nodes */
export const nodeQuery = pageQuery.extend({
  q: z.string().max(500).optional(),
  kind: z.string().max(100).optional(),
  group: z.string().max(200).optional(),
  state: z.string().max(100).optional(),
});
export const nodeList = listOf(nodeRow);
export type NodeList = z.infer<typeof nodeList>;
/** GET /api/v1/nodes/{name} */
export const nodeDetail = nodeRow.extend({ lockList: z.array(lockRow), history: z.array(eventRow) });
export type NodeDetail = z.infer<typeof nodeDetail>;

/** GET /api/v1/events, newest first. Events are not counted: `total` is −1. */
export const eventQuery = pageQuery.extend({
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  node: z.string().max(200).optional(),
  lockId: z.string().max(8300).optional(),
  ownerId: z.string().max(300).optional(),
  kind: z.string().max(200).optional(),
});
export const eventList = listOf(eventRow);
export type EventList = z.infer<typeof eventList>;

/** GET /api/v1/overview?minutes= : the first screen. Series have one point a minute; a missing minute is a gap. */
export const overview = z.object({
  revision,
  serverAt: at,
  locks: z.object({
    total: z.number().int(),
    byState: z.record(z.string(), z.number().int()),
    byVerdict: z.record(z.string(), z.number().int()),
    bySource: z.record(z.string(), z.number().int()),
  }),
  nodes: z.object({ total: z.number().int(), byState: z.record(z.string(), z.number().int()) }),
  owners: z.object({ total: z.number().int(), byVerdict: z.record(z.string(), z.number().int()) }),
  /** The drill that is on, counted apart: nothing else here, but the locks that need somebody, takes it in. */
  drill: z
    .object({
      nodes: z.number().int(),
      locks: z.number().int(),
      hot: z.number().int(),
      stale: z.number().int(),
    })
    .nullable()
    .optional(),
  /** Guarded actions that have not ended, and how many of them wait for a second person. */
  operations: z.object({ open: z.number().int(), awaitingAck: z.number().int() }).optional(),
  /** Real incidents that nobody resolved, the worst severity of those that are open (null: none is), and a drill's apart. */
  incidents: z
    .object({ open: z.number().int(), worst: z.enum(severities).nullable(), drill: z.number().int() })
    .optional(),
  /** Locks that need somebody, worst first, 20 at most; those of a drill after all real ones. */
  attention: z.array(lockRow),
  recentEvents: z.array(eventRow),
  series: z.array(
    z.object({
      minuteAt: at,
      refusals: z.number().int(),
      nodes: z.record(z.string(), z.number().int()),
      hot: z.number().int(),
      stale: z.number().int(),
    }),
  ),
});
export type Overview = z.infer<typeof overview>;

/** GET /api/v1/status : what every screen shows at its edge; no sign-in needed for `setupNeeded`. */
export const status = z.object({
  serverAt: at,
  version: z.string(),
  /** The store's engine, such as `sqlite`. */
  engine: z.string(),
  /** Changes with every start of the server. */
  instance: z.string(),
  revision,
  /** End of the grace period after a restart; null when it is over. */
  graceUntil: at.nullable(),
  readOnly: z.string().nullable(),
  /** Until then gates are overridden by two people somewhere; null when none are. Every screen says so. */
  bypassUntil: at.nullable().optional(),
});
export type Status = z.infer<typeof status>;
