import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import { sessionRoles } from "#lib/domain/session-role.ts";
import { at, durationMs, hostText, resourceName, shortName } from "./common.ts";

/** Process identity on the wire. `pid` is signed because kernels print negative ones for remote locks. */
export const processIdentity = z.object({
  node: shortName,
  bootId: hostText(64),
  pidNs: hostText(32),
  pid: z.number().int(),
  startTime: z.number().int().nonnegative(),
  instanceId: hostText(64),
});

/** POST /api/v1/sessions. `processes`: the session's own process first, then those that work under it. */
export const openSession = z.object({
  node: shortName,
  service: shortName,
  instanceId: hostText(64).min(8),
  ttlMs: z
    .number()
    .int()
    .min(limits.sessionTtlMinMs)
    .max(limits.sessionTtlMaxMs)
    .default(limits.sessionTtlDefaultMs),
  command: hostText(limits.commandMaxChars).nullable().default(null),
  user: hostText(100).nullable().default(null),
  unit: hostText(200).nullable().default(null),
  processes: z.array(processIdentity).max(16).default([]),
  /** What it is to a resource: whoever could take it again has to be paused before a clear. */
  role: z.enum(sessionRoles).default("worker"),
  /** Resources that it takes in its course, also while it holds none of them. */
  resources: z.array(resourceName).max(16).default([]),
});
export type OpenSession = z.infer<typeof openSession>;
export const sessionOpened = z.object({
  sessionId: z.string(),
  ttlMs: durationMs,
  /** Beat at least this often. */
  beatEveryMs: durationMs,
  serverAt: at,
});

/** POST /api/v1/sessions/{id}/processes: replaces the processes that work under the session. */
export const sessionProcesses = z.object({ processes: z.array(processIdentity).max(16) });

/** POST /api/v1/sessions/{id}/beat. A counter that did not grow is accepted and is no beat. */
export const beat = z.object({ counter: z.number().int().nonnegative() });
export const beatAnswer = z.object({ grew: z.boolean(), serverAt: at });

/** POST /api/v1/beats: many sessions in one request; unknown or closed ones are named, the rest count. */
export const beatBatch = z.object({
  beats: z
    .array(z.object({ sessionId: z.string().max(64), counter: z.number().int().nonnegative() }))
    .max(limits.beatBatchMax),
});

export const beatBatchAnswer = z.object({
  accepted: z.number().int(),
  unknown: z.array(z.string()),
  serverAt: at,
});
