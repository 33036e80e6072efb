import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import { severities } from "#lib/domain/states.ts";
import { at, hostText, shortName } from "./common.ts";
import { limitation } from "./rows.ts";
import { processIdentity } from "./sessions.ts";

/** A process that an agent saw holding, waiting for or recorded as taker of a kernel lock. */
export const kernelProcess = processIdentity.extend({
  ppid: z.number().int().nullable(),
  command: hostText(limits.commandMaxChars),
  user: hostText(100).nullable(),
  unit: hostText(200).nullable(),
  /** Wall clock of the start, epoch ms on the agent's clock; for display alone. */
  startedAt: z.number().int().nullable(),
});
export type KernelProcess = z.infer<typeof kernelProcess>;

/** What the agent concluded of the PID that the kernel recorded. Facts; the server's domain rule judges. */
export const takerFacts = z.object({
  recordedPid: z.number().int(),
  /** `holds`: its own fdinfo has the lock line. `reused`: another start time than when the lock was first seen. */
  status: z.enum(["holds", "alive-without-line", "gone", "reused", "none", "unreadable"]),
  process: kernelProcess.nullable(),
  /** When the agent still saw the taker alive, its start time; null when it never did. */
  seenStartTime: z.number().int().nullable(),
});

export const kernelHolder = z.object({
  process: kernelProcess,
  mode: z.enum(["exclusive", "shared"]),
  fd: z.number().int(),
  /** Relation to the recorded taker: is it itself, started before it, after it, or unknown. */
  relation: z.enum(["is-taker", "older-than-taker", "younger-than-taker", "unknown"]),
  /** Parent is now init or a subreaper, not the process that started it. */
  reparented: z.boolean(),
  /** The PID in this holder's own fdinfo line: which of `takers` it belongs to. Null in a foreign namespace. */
  recordedPid: z.number().int().nullable().default(null),
  /** What its parent is; `other` is a living process outside the taker's family, which may own the lock. */
  parent: z.enum(["taker", "holder", "init", "reaper", "other", "unknown"]).default("unknown"),
  /** Leads or joined a session made after the taker started, as a daemon does; null when it cannot be told. */
  detached: z.boolean().nullable().default(null),
  /** Runs the same program as the taker did; null when the taker was never seen alive. */
  sameProgram: z.boolean().nullable().default(null),
});

/** One kernel lock of a host: all entries on the same inode, type and range. */
export const kernelLock = z.object({
  /** `type/maj:min:inode/range`, unique on the node. */
  key: hostText(300).min(1),
  type: z.enum(["flock", "posix", "ofd", "file-lease", "delegation"]),
  mode: z.enum(["exclusive", "shared"]),
  resource: hostText(limits.nameMaxChars).min(1),
  path: hostText(limits.pathMaxChars).nullable(),
  pathUnknownReason: hostText(200).nullable(),
  holders: z.array(kernelHolder).max(200),
  takers: z.array(takerFacts).max(200),
  waiters: z.array(z.object({ pid: z.number().int(), process: kernelProcess.nullable() })).max(200),
  /** Processes whose descriptors could not be read in this scan; > 0 means that a holder may be hidden. */
  unreadable: z.number().int(),
  /** How far holders were searched: among the recorded PIDs, all processes, or all with every thread's own table. */
  searched: z.enum(["none", "recorded", "processes", "threads"]).default("none"),
  /** Searches in a row that found nobody while the entry stayed in the table. */
  misses: z.number().int().nonnegative().default(0),
  /** Whether the agent reads the first PID namespace; only there is an absent PID a dead process. */
  scope: z.enum(["host", "child-namespace", "unknown"]).default("unknown"),
  /** Monotonic age: how long ago, in ms at the time of sending, this was observed and first seen. */
  observedAgoMs: z.number().int().nonnegative(),
  firstSeenAgoMs: z.number().int().nonnegative(),
});
export type KernelLock = z.infer<typeof kernelLock>;

export const agentEvent = z.object({
  kind: hostText(60),
  severity: z.enum(severities),
  text: hostText(1000),
  agoMs: z.number().int().nonnegative(),
});

/** State of one process that the server asked about. `gone` is said only within the same boot and namespace. */
export const processObservation = z.object({
  process: processIdentity,
  status: z.enum(["alive", "gone", "reused", "other-boot", "foreign-namespace", "unreadable"]),
  observedAgoMs: z.number().int().nonnegative(),
});
export type ProcessObservation = z.infer<typeof processObservation>;

/**
 * POST /api/v1/agents/{node}/report. `full` starts a new snapshot (part 1 of `parts`); locks that are in no
 * part of it are gone. A delta names what changed. `seq` grows by one; a hole makes the server ask for a snapshot.
 */
export const agentReport = z.object({
  sessionId: hostText(64).min(1),
  seq: z.number().int().nonnegative(),
  full: z.boolean(),
  part: z.number().int().min(1).max(10_000).default(1),
  parts: z.number().int().min(1).max(10_000).default(1),
  locks: z.array(kernelLock).max(limits.agentReportLocksMax),
  goneKeys: z.array(hostText(300)).max(limits.agentReportLocksMax).default([]),
  /** True when the scan ran, also if nothing changed: renews the evidence of every lock of the node. */
  scanned: z.boolean(),
  /** Age of that scan, ms at the time of sending: one that waited for the server is not of now. */
  scannedAgoMs: z.number().int().nonnegative().default(0),
  scanMs: z.number().nonnegative().default(0),
  processes: z.array(processObservation).max(1_000).default([]),
  events: z.array(agentEvent).max(limits.agentBufferEventsMax).default([]),
  dropped: z.number().int().nonnegative().default(0),
  limitations: z.array(limitation).max(50).default([]),
});
export type AgentReport = z.infer<typeof agentReport>;
export const reportAnswer = z.object({ ok: z.literal(true), needSnapshot: z.boolean(), serverAt: at });

/** POST /api/v1/agents/{node}/hello: who the agent is; opens its session. */
export const agentHello = z.object({
  instanceId: hostText(64).min(8),
  kind: shortName.default("host"),
  group: shortName.default("default"),
  labels: z.record(hostText(60), hostText(200)).default({}),
  agentVersion: hostText(40),
  bootId: hostText(64),
  kernel: hostText(200),
  process: processIdentity,
  limitations: z.array(limitation).max(50).default([]),
  /** Started with `--allow-clear`: it ends holders of locks that it reported, when ordered to. */
  allowClear: z.boolean().optional(),
});
export type AgentHello = z.infer<typeof agentHello>;
export const helloAnswer = z.object({
  sessionId: z.string(),
  ttlMs: z.number().int(),
  beatEveryMs: z.number().int(),
  scanEveryMs: z.number().int(),
  serverAt: at,
});

/** Data of an SSE frame `event: command` on GET /api/v1/agents/{node}/commands. */
export const agentCommand = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("snapshot") }),
  /** The whole list of processes to watch on this node; replaces the list before. */
  z.object({ kind: z.literal("watch"), processes: z.array(processIdentity).max(1_000) }),
]);
export type AgentCommand = z.infer<typeof agentCommand>;
