import { z } from "zod";
import { evidenceKinds } from "#lib/domain/evidence.ts";
import { lockSortKeys } from "#lib/domain/lock-query.ts";
import { lockStates, verdicts } from "#lib/domain/states.ts";
import { at, listOf, pageQuery } from "./common.ts";
import { eventRow, lockRow, ownerRef } from "./rows.ts";

export const lockSorts = lockSortKeys;

/** GET /api/v1/locks. Several values of one filter are separated by commas; `sort` may start with `-`. */
export const lockQuery = pageQuery.extend({
  q: z.string().max(500).optional(),
  source: z.string().max(100).optional(),
  state: z.string().max(100).optional(),
  /** A verdict, or `stale` for orphan and ghost. */
  verdict: z.string().max(100).optional(),
  owner: z.string().max(500).optional(),
  node: z.string().max(200).optional(),
  resource: z.string().max(4096).optional(),
  /** What is of a drill, or what is real; both without it. */
  world: z.enum(["real", "drill"]).optional(),
  sort: z
    .string()
    .regex(
      new RegExp(`^-?(${lockSorts.join("|")})$`),
      `one of ${lockSorts.join(", ")}, with - for descending`,
    )
    .default("attention"),
});
export type LockQuery = z.infer<typeof lockQuery>;
export const lockList = listOf(lockRow);
export type LockList = z.infer<typeof lockList>;

export const evidence = z.object({
  kind: z.enum(evidenceKinds),
  weight: z.enum(["decisive", "circumstantial"]),
  points: z.enum(["alive", "gone", "neither"]),
  source: z.string(),
  observedAt: at,
  text: z.string(),
});

/** A holder with the complete identity, as far as it is known. */
export const holderDetail = ownerRef.extend({
  bootId: z.string().nullable(),
  pidNs: z.string().nullable(),
  startTime: z.number().nullable(),
  startedAt: at.nullable(),
  user: z.string().nullable(),
  unit: z.string().nullable(),
  /** `holder`: proven by fdinfo or by a session; `taker`: recorded by the kernel; `command`: runs under the lease. */
  role: z.enum(["holder", "taker", "command"]),
  alive: z.enum(["yes", "no", "unknown"]),
  mode: z.enum(["exclusive", "shared"]),
});
export type HolderDetail = z.infer<typeof holderDetail>;

export const waiterDetail = ownerRef.extend({
  place: z.number().int(),
  since: at.nullable(),
  deadlineAt: at.nullable(),
});
export const refusalDetail = ownerRef.extend({ count: z.number().int(), firstAt: at, lastAt: at });

/** Why a lock's link still works after it is gone. */
export const tombstone = z.object({
  goneAt: at,
  how: z.string(),
  lastHolder: ownerRef.nullable(),
  lastVerdict: z.enum(verdicts).nullable(),
  lastState: z.enum(lockStates),
});

/** How it was last taken from an owner that was gone, on the lock's own page for good: who, when, why, who came after. */
export const lockClear = z.object({
  operationId: z.string(),
  at,
  /** Who confirmed, then who acknowledged; those who overrode a gate are in the operation. */
  by: z.array(z.string()),
  reason: z.string(),
  sentence: z.string(),
  /** Who held it, and who has had it first since; null when nobody has, or when it is not known. */
  from: z.string(),
  after: z.string().nullable(),
});
export type LockClear = z.infer<typeof lockClear>;

/** One lock, whole: GET /api/v1/locks/{source}/{key…}. */
export const lockDetail = lockRow.extend({
  sentence: z.string(),
  evidence: z.array(evidence),
  probe: z.object({ question: z.string(), how: z.string() }).nullable(),
  holders: z.array(holderDetail),
  waiterList: z.array(waiterDetail),
  refusalList: z.array(refusalDetail),
  lostPolicy: z.enum(["release", "keep"]).nullable(),
  lockDelayMs: z.number().int().nullable(),
  /** When a lease ends by itself if its owner stays silent; null when kept for a person. */
  releasesAt: at.nullable(),
  pathUnknownReason: z.string().nullable(),
  /** Other locks of the same resource, in any source. */
  layers: z.array(lockRow),
  history: z.array(eventRow),
  tombstone: tombstone.nullable(),
  cleared: lockClear.nullable().optional(),
});
export type LockDetail = z.infer<typeof lockDetail>;
