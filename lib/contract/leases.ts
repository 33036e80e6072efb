import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import { at, durationMs } from "./common.ts";
import { ownerRef } from "./rows.ts";

/**
 * POST /api/v1/leases/{resource}/acquire. The resource is one percent-encoded path segment.
 * `waitMs` 0 fails at once with 409 `lock-held`; else the request is held open until granted, or 408
 * `wait-timed-out`. The same session asking again gets the same grant (idempotent).
 */
export const acquire = z.object({
  sessionId: z.string().min(1).max(64),
  ttlMs: z.number().int().min(limits.sessionTtlMinMs).max(limits.sessionTtlMaxMs).optional(),
  waitMs: z.number().int().min(0).max(limits.acquireWaitMaxMs).default(0),
  /** What happens when the owner is lost: released after TTL + lock-delay, or kept for a person. */
  onLost: z.enum(["release", "keep"]).default("release"),
  lockDelayMs: z.number().int().min(0).max(limits.lockDelayMaxMs).default(limits.lockDelayDefaultMs),
});
export type Acquire = z.infer<typeof acquire>;

export const grant = z.object({
  resource: z.string(),
  epoch: z.number().int().positive(),
  sessionId: z.string(),
  ttlMs: durationMs,
  grantedAt: at,
  /** Server clock; the owner must count its own TTL from before it sent the request. */
  expiresAt: at,
});
export type Grant = z.infer<typeof grant>;

/**
 * POST …/renew and …/release. A careful holder counts its TTL from before it sent the last acquire or renew that was
 * answered; an answered beat keeps the lease at the server, but says nothing to the holder. It takes no answer with an
 * epoch lower than one it has heard of, or not higher than one it tried to release, for a grant. Releasing twice with
 * the same token is answered alike.
 */
export const holderToken = z.object({
  sessionId: z.string().min(1).max(64),
  epoch: z.number().int().positive(),
});
export const released = z.object({ resource: z.string(), epoch: z.number().int(), releasedAt: at });

/** POST …/check: is this fencing token still the newest? Answers 200 with valid true, or 409 `stale-epoch`. */
export const check = z.object({ epoch: z.number().int().positive() });
export const checked = z.object({
  resource: z.string(),
  valid: z.boolean(),
  epoch: z.number().int(),
  holder: ownerRef.nullable(),
});

/** GET …/queue?sessionId=: a waiter's own place. */
export const queuePlace = z.object({ place: z.number().int().nullable(), waiters: z.number().int() });
