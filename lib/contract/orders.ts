import { z } from "zod";
import { healthLevels } from "#lib/domain/fleet-state.ts";
import { limits } from "#lib/domain/limits.ts";
import { unitStates } from "#lib/domain/operations/operation.ts";
import { at, durationMs, hostText, listOf, pageQuery, resourceName, shortName } from "./common.ts";

/**
 * What the server wants of a session, as a whole list and not as messages: what is no longer in it is over. So a
 * message that is lost, doubled or late changes nothing. All durations are what remains at the time of the answer;
 * the receiver counts them from before it sent the request, on its own monotonic clock.
 */
export const order = z.discriminatedUnion("kind", [
  /** Finish what runs, pause, say so; resume when this is gone from the list, or when `remainingMs` are over. */
  z.object({
    kind: z.literal("hold"),
    orderId: z.string(),
    operationId: z.string(),
    unit: z.string(),
    remainingMs: durationMs,
    /** How much of it the unit may take to finish what it runs. */
    drainRemainingMs: durationMs,
    /** How long it may last in all since the receiver first heard of it, with all extensions. */
    mostMs: durationMs.optional(),
    reason: z.string(),
  }),
  /** End the processes that hold a lock that this agent reported, and no others. Done at most once by `orderId`. */
  z.object({
    kind: z.literal("end-holders"),
    orderId: z.string(),
    operationId: z.string(),
    /** The lock's key on this node. */
    key: z.string(),
    holders: z.array(z.object({ pid: z.number().int(), startTime: z.number().int() })).min(1),
    killAfterMs: durationMs.nullable(),
    /** Not begun after this. */
    remainingMs: durationMs,
  }),
  /** The versions of one configuration that this node should have: the promoted one, and a shadow beside it. */
  z.object({
    kind: z.literal("config"),
    orderId: z.string(),
    operationId: z.string().nullable(),
    config: z.string(),
    promoted: z.object({ version: z.number().int(), hash: z.string() }).nullable(),
    shadow: z.object({ version: z.number().int(), hash: z.string() }).nullable(),
    /** 0: no telemetry is wanted. */
    telemetryEveryMs: durationMs,
    /** Contents that may be replaced, besides those that the agent itself put there: never what others wrote. */
    replaces: z.array(z.string()).max(10).default([]),
    /** True: to be tried again until it worked, as when something is taken back; else once for an order id. */
    insist: z.boolean().default(false),
    /** Why the native lock of this name forbids it, such as `HOT`; the node's own locks it checks itself. */
    lockMismatch: z.string().nullable().default(null),
    /** The newest epoch of that lock: a guardian of the file writes for nobody with an older one. */
    epoch: z.number().int().nullable().default(null),
    /** Processes of this node whose locks on the file do not count as somebody else's. */
    guardians: z
      .array(z.object({ pid: z.number().int(), startTime: z.number().int() }))
      .max(20)
      .default([]),
    /** The server does not have the content of this hash yet, and asks for it. */
    want: z.string().nullable().default(null),
  }),
]);
export type Order = z.infer<typeof order>;

/** GET /api/v1/sessions/{id}/orders?known=&waitMs= : answers at once when the list is not `known`, else when it changes. */
export const ordersQuery = z.object({
  known: z.string().max(64).optional(),
  waitMs: z.coerce.number().int().min(0).max(limits.ordersWaitMaxMs).default(0),
});
export const ordersAnswer = z.object({ version: z.string(), orders: z.array(order), serverAt: at });
export type OrdersAnswer = z.infer<typeof ordersAnswer>;

/** Something on a node or in a service that can be drained by itself. */
export const unitReport = z.object({
  /** Unique within the session. */
  unit: shortName,
  service: shortName,
  /** `hook`: commands on the host; `in-process`: a service with the client library; `guard`: a guardian. */
  kind: z.enum(["hook", "in-process", "guard"]),
  /** What it can do, such as `drain`, `apply`, `telemetry`, `health`. */
  can: z.array(hostText(30)).max(20).default([]),
  state: z.enum(unitStates).exclude(["lost"]),
  tasks: z.number().int().nonnegative().nullable().default(null),
  operationId: hostText(64).nullable().default(null),
  /** All holds that it knows of and keeps: a pause is an acknowledgement of these alone. */
  orderIds: z.array(hostText(300)).max(50).default([]),
  /** What remains of its own dead-man timer at the time of sending; null when it is not held. */
  holdRemainingMs: durationMs.nullable().default(null),
  note: hostText(500).nullable().default(null),
  /** How its work is, where it is not well; of itself, and not because somebody paused it. */
  health: z
    .object({
      level: z.enum(healthLevels),
      text: hostText(300),
      resource: hostText(limits.nameMaxChars).nullable().default(null),
    })
    .nullable()
    .optional(),
});
export type UnitReport = z.infer<typeof unitReport>;

/** Outcome of one order that is done once. Sent again until it was answered; counted once by `orderId`. */
export const orderResult = z.object({
  orderId: hostText(200).min(1),
  outcome: z.enum(["doing", "done", "refused", "failed"]),
  text: hostText(1_000),
  /** Facts for the record: a line each, such as "PID 2018 stopped, checked, ended with SIGTERM". */
  lines: z.array(hostText(500)).max(100).default([]),
  agoMs: durationMs.default(0),
});
export type OrderResult = z.infer<typeof orderResult>;

/** How a configuration stands on the node. */
export const configReport = z.object({
  config: resourceName,
  path: hostText(limits.pathMaxChars),
  running: z.object({ hash: hostText(64), version: z.number().int().nullable() }).nullable(),
  shadow: z
    .object({
      version: z.number().int(),
      state: z.enum(["accepted", "refused", "failed"]),
      reason: hostText(500).nullable(),
    })
    .nullable(),
  touchedAt: z.number().int().nullable().default(null),
  touchedBy: hostText(200).nullable().default(null),
  trouble: hostText(500).nullable().default(null),
  /** What the host has hooks for, such as `apply`, `telemetry`. */
  can: z.array(hostText(30)).max(20).default([]),
  /** The last order of it that was worked on to its end: what is said here answers that one. */
  orderId: hostText(200).nullable().default(null),
  /** The version that it was told to run and does not, and why. */
  refusal: z
    .object({ version: z.number().int(), reason: hostText(500) })
    .nullable()
    .default(null),
  /** The running content, when the server asked for that of this hash. Not made well-formed: it must hash the same. */
  content: z.string().max(limits.configMaxBytes).nullable().default(null),
});
export type ConfigReport = z.infer<typeof configReport>;

export const telemetryPoint = z.object({
  config: resourceName,
  metric: hostText(60).min(1),
  variant: z.enum(["running", "shadow"]),
  value: z.number(),
  agoMs: durationMs,
});
export type TelemetryPoint = z.infer<typeof telemetryPoint>;

/**
 * What a guardian saw of the file that it guards. `written`: through it; `touched`: past it. `number` grows by one
 * within the session, so that what is told twice counts once.
 */
export const guardNote = z.object({
  number: z.number().int().positive(),
  what: z.enum(["guarded", "written", "touched", "refused"]),
  resource: resourceName,
  hash: hostText(64).nullable().default(null),
  by: hostText(200).nullable().default(null),
  /** Of `guarded`: the content is as it was left; null when nothing was known of it. */
  clean: z.boolean().nullable().default(null),
  /** Of `refused`: why. */
  because: hostText(300).nullable().default(null),
  agoMs: durationMs,
});
export type GuardNote = z.infer<typeof guardNote>;

/** POST /api/v1/sessions/{id}/orders : what became of them. `units` is the whole list when it is there. */
export const ordersReport = z.object({
  units: z.array(unitReport).max(limits.unitsPerSessionMax).optional(),
  results: z.array(orderResult).max(100).default([]),
  configs: z.array(configReport).max(200).default([]),
  telemetry: z.array(telemetryPoint).max(limits.telemetryPointsPerReportMax).default([]),
  notes: z.array(guardNote).max(100).default([]),
});
export type OrdersReport = z.infer<typeof ordersReport>;
export const ordersReported = z.object({ ok: z.literal(true), serverAt: at });

/** A unit in lists: GET /api/v1/units?node=&service=&group= */
export const unitRow = unitReport.omit({ holdRemainingMs: true, orderIds: true }).extend({
  id: z.string(),
  sessionId: z.string(),
  node: z.string(),
  state: z.enum(unitStates),
  holdUntilAt: at.nullable(),
  reportedAt: at,
});
export type UnitRow = z.infer<typeof unitRow>;

export const unitQuery = pageQuery.extend({
  node: z.string().max(200).optional(),
  service: z.string().max(200).optional(),
  group: z.string().max(200).optional(),
});
export const unitList = listOf(unitRow);
export type UnitList = z.infer<typeof unitList>;
