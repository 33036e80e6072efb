import { z } from "zod";
import { healthLevels } from "#lib/domain/fleet-state.ts";
import { sessionRoles } from "#lib/domain/session-role.ts";
import { lockStates, nodeStates, severities, sourceNames, verdicts } from "#lib/domain/states.ts";
import { at, durationMs, hostText, revision } from "./common.ts";

/** Who holds or waits, short enough for a table row. */
export const ownerRef = z.object({
  /** Links to /owners/{ownerId}. */
  ownerId: z.string(),
  node: z.string(),
  service: z.string().nullable(),
  command: z.string().nullable(),
  pid: z.number().int().nullable(),
});
export type OwnerRef = z.infer<typeof ownerRef>;

/** One lock in one source, as tables and the stream carry it. */
export const lockRow = z.object({
  /** `source/key`; links to /locks/{source}/{key}. Native key: the resource. Kernel key: `node/type/maj:min:inode/range`. */
  id: z.string(),
  source: z.enum(sourceNames),
  key: z.string(),
  resource: z.string(),
  /** `lease`, `flock`, `posix`, `ofd`, `file-lease`, `delegation`. */
  type: z.string(),
  mode: z.enum(["exclusive", "shared"]),
  state: z.enum(lockStates),
  verdict: z.enum(verdicts).nullable(),
  node: z.string().nullable(),
  path: z.string().nullable(),
  holder: ownerRef.nullable(),
  /** Holders besides `holder`. */
  coHolders: z.number().int(),
  waiters: z.number().int(),
  refusals: z.number().int(),
  refusedSince: at.nullable(),
  refusedLast: at.nullable(),
  epoch: z.number().int().nullable(),
  heldSince: at.nullable(),
  /** Last beat of the owner's session, where there is one; as of the last judgement, not live. */
  lastBeatAt: at.nullable(),
  ttlMs: durationMs.nullable(),
  observedAt: at,
  revision,
});
export type LockRow = z.infer<typeof lockRow>;

/** One owner: a session (native) or a process that an agent saw holding or waiting (kernel). */
export const ownerRow = z.object({
  id: z.string(),
  kind: z.enum(["session", "process"]),
  node: z.string(),
  service: z.string().nullable(),
  command: z.string().nullable(),
  pid: z.number().int().nullable(),
  user: z.string().nullable(),
  unit: z.string().nullable(),
  /** What a session is to the resources that it takes; absent of a worker, and of a process. */
  role: z.enum(sessionRoles).optional(),
  state: z.enum(["open", "closed", "lost"]),
  verdict: z.enum(verdicts),
  beats: z.number().int().nullable(),
  lastBeatAt: at.nullable(),
  rhythmMs: durationMs.nullable(),
  ttlMs: durationMs.nullable(),
  locks: z.number().int(),
  openedAt: at,
  revision,
});
export type OwnerRow = z.infer<typeof ownerRow>;

/** What an agent could not read, said instead of showing less in silence. */
export const limitation = z.object({ code: hostText(60), text: hostText(500) });
export type Limitation = z.infer<typeof limitation>;

export const nodeRow = z.object({
  name: z.string(),
  kind: z.string(),
  group: z.string(),
  labels: z.record(z.string(), z.string()),
  state: z.enum(nodeStates),
  /** The agent's session: its beats are the node's beats. */
  sessionId: z.string().nullable(),
  agentVersion: z.string().nullable(),
  bootId: z.string().nullable(),
  kernel: z.string().nullable(),
  /** Its agent was started with `--allow-clear`; absent of agents that are too old to say. */
  allowClear: z.boolean().optional(),
  limitations: z.array(limitation),
  /** The worst that one of its units says of its work; null when all are well. */
  health: z
    .object({ level: z.enum(healthLevels), text: z.string(), resource: z.string().nullable() })
    .nullable()
    .optional(),
  /** All of its units are paused, because somebody asked for it. */
  paused: z.boolean().optional(),
  locks: z.number().int(),
  hot: z.number().int(),
  stale: z.number().int(),
  lastBeatAt: at.nullable(),
  lastReportAt: at.nullable(),
  firstSeenAt: at,
  revision,
});
export type NodeRow = z.infer<typeof nodeRow>;

/** Something that happened, append-only, for timelines. `kind` is dotted, such as `lease.granted`, `kernel.oom`. */
export const eventRow = z.object({
  /** Grows by one with each event. */
  id: z.number().int(),
  at,
  kind: z.string(),
  severity: z.enum(severities),
  node: z.string().nullable(),
  lockId: z.string().nullable(),
  resource: z.string().nullable(),
  ownerId: z.string().nullable(),
  text: z.string(),
});
export type EventRow = z.infer<typeof eventRow>;
