import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import { bypassHint } from "#lib/domain/operations/can.ts";
import { canaryNodeStates } from "#lib/domain/operations/canary-spec.ts";
import { gateIds, operationKinds, operationStates, unitStates } from "#lib/domain/operations/operation.ts";
import { roles } from "#lib/domain/roles.ts";
import { sourceNames } from "#lib/domain/states.ts";
import { at, durationMs, hostText, listOf, pageQuery, resourceName, revision, shortName } from "./common.ts";
import { evidence } from "./locks.ts";
import { eventRow, lockRow } from "./rows.ts";

const onNode = shortName.nullable().default(null);
export const scope = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("service"), service: shortName, node: onNode }),
  z.strictObject({ type: z.literal("node"), node: shortName }),
  z.strictObject({ type: z.literal("group"), group: shortName }),
  z.strictObject({ type: z.literal("fleet") }),
  z.strictObject({ type: z.literal("drill") }),
]);

const holdMs = z.number().int().min(1_000).max(limits.holdMaxMs);
const operationId = hostText(64).min(1);
const overriddenGate = z.enum(gateIds, { error: bypassHint });

export const telemetryRule = z.strictObject({
  metric: hostText(60).min(1),
  kind: z.enum(["limit", "deviation"]),
  min: z.number().nullable().default(null),
  max: z.number().nullable().default(null),
  against: z.enum(["own", "group"]).nullable().default(null),
  maxDeviationPercent: z.number().positive().max(10_000).nullable().default(null),
});

/** What a person asks for. Unknown fields are refused: a mistyped limit must not be a default in silence. */
export const operationSpec = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("drain"),
    scope,
    holdMs: holdMs.default(limits.holdDefaultMs),
    deadlineMs: z
      .number()
      .int()
      .min(1_000)
      .max(limits.drainDeadlineMaxMs)
      .default(limits.drainDeadlineDefaultMs),
    onDeadline: z.enum(["give-up", "go-on"]).default("give-up"),
    forOperation: operationId.nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal("clear"),
    source: z.enum(sourceNames),
    key: z.string().min(1).max(8_192),
    successor: z.strictObject({ node: shortName, service: shortName }).nullable().default(null),
    killAfterMs: z
      .number()
      .int()
      .min(limits.killAfterMinMs)
      .max(limits.killAfterMaxMs)
      .nullable()
      .default(null),
  }),
  z.strictObject({
    kind: z.literal("canary"),
    config: resourceName,
    version: z.number().int().positive(),
    targets: z.discriminatedUnion("by", [
      z.strictObject({ by: z.literal("nodes"), nodes: z.array(shortName).max(1_000) }),
      z.strictObject({
        by: z.literal("spread"),
        group: shortName.nullable().default(null),
        count: z.number().int().min(1).max(1_000),
      }),
    ]),
    percents: z.array(z.number().int().min(1).max(100)).max(10).default([10, 50, 100]),
    bakeMs: z.number().int().min(0).max(86_400_000).default(60_000),
    rules: z.array(telemetryRule).max(50).default([]),
    promoteByHand: z.boolean().default(true),
  }),
  z.strictObject({ kind: z.literal("resume"), operationId }),
  z.strictObject({ kind: z.literal("extend"), operationId, holdMs }),
  z.strictObject({
    kind: z.literal("bypass"),
    operationId,
    gates: z.array(overriddenGate).min(1).max(gateIds.length),
    validMs: z.number().int().min(1_000).max(limits.bypassMaxMs).default(limits.bypassDefaultMs),
  }),
]);

/** POST /api/v1/operations. `dryRun`: only the plan is answered, nothing is stored. */
export const createOperation = z.strictObject({
  spec: operationSpec,
  reason: z.string().max(limits.reasonMaxChars).default(""),
  dryRun: z.boolean().default(false),
});
export type CreateOperation = z.infer<typeof createOperation>;
export const person = z.object({
  kind: z.enum(["user", "token"]),
  id: z.string(),
  name: z.string(),
  madeBy: z.string().optional(),
});
export const gate = z.object({
  id: z.enum(gateIds),
  title: z.string(),
  state: z.enum(["open", "shut", "bypassed"]),
  because: z.string(),
  awaiting: z.array(z.string()),
  closesAt: at.nullable(),
});
export const step = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(["pending", "doing", "done", "failed", "skipped"]),
  startedAt: at.nullable(),
  endedAt: at.nullable(),
  note: z.string().nullable(),
});
export const fact = z.object({ key: z.string(), label: z.string(), value: z.string() });
/** In the `context.changes` of a 409 `changed-facts`, beside `context.operation` with the new plan. */
export const factChange = z.object({
  key: z.string(),
  label: z.string(),
  was: z.string().nullable(),
  is: z.string().nullable(),
});
export const target = z.object({
  id: z.string(),
  kind: z.enum(["lock", "unit", "node", "operation"]),
  label: z.string(),
  note: z.string().nullable(),
});
export const plan = z.object({
  title: z.string(),
  targets: z.array(target),
  targetCount: z.number().int(),
  consequences: z.array(z.string()),
  facts: z.array(fact),
  evidence: z.array(evidence),
  gates: z.array(gate),
  steps: z.array(step),
  notVerified: z.array(z.string()),
  typedName: z.string().nullable(),
  refusals: z.array(z.string()),
});
export const policy = z.object({
  kind: z.enum(operationKinds),
  resource: z.string().nullable(),
  confirmRole: z.enum(roles),
  acknowledgeRole: z.enum(roles),
  twoPeople: z.boolean(),
  reason: z.boolean(),
  typedName: z.boolean(),
  ackWindowMs: durationMs,
  targetsMax: z.number().int(),
  holdMaxMs: durationMs,
});
/** Who could grab the resource again, and why it cannot now. */
export const rosterEntry = z.object({
  id: z.string(),
  label: z.string(),
  node: z.string(),
  service: z.string().nullable(),
  because: z.enum(["waiter", "took-it", "was-refused", "watchdog", "orchestrator", "guardian", "named"]),
  state: z.enum(["drained", "paused", "fenced", "successor", "free"]),
  text: z.string(),
});
export type RosterEntryRow = z.infer<typeof rosterEntry>;
export const holdPoint = z.object({
  askedAt: at,
  askedBy: person,
  pageId: z.string(),
  by: person.nullable(),
  at: at.nullable(),
  note: z.string().nullable(),
  untilAt: at.nullable(),
});
export const operationUnit = z.object({
  unitId: z.string(),
  node: z.string(),
  service: z.string(),
  name: z.string(),
  state: z.enum(unitStates),
  tasks: z.number().int().nullable(),
  ackedAt: at.nullable(),
  holdUntilAt: at.nullable(),
  note: z.string().nullable(),
});
export const canaryNode = z.object({
  node: z.string(),
  step: z.number().int(),
  state: z.enum(canaryNodeStates),
  reason: z.string().nullable(),
  health: z.array(
    z.object({ metric: z.string(), state: z.enum(["pass", "fail", "waiting"]), text: z.string() }),
  ),
  since: at,
  baseline: z
    .record(z.string(), z.object({ own: z.number().nullable(), group: z.number().nullable() }))
    .optional(),
});

/** One operation in a list and on the stream. */
export const operationRow = z.object({
  id: z.string(),
  kind: z.enum(operationKinds),
  state: z.enum(operationStates),
  title: z.string(),
  /** The lock that it concerns; links to /locks/{lockId}. */
  lockId: z.string().nullable(),
  resource: z.string().nullable(),
  targetCount: z.number().int(),
  gatesOpen: z.number().int(),
  gatesTotal: z.number().int(),
  /** Units paused, nodes healthy or steps done, of how many. */
  progress: z.object({ done: z.number().int(), total: z.number().int(), unit: z.string() }).nullable(),
  createdBy: person,
  createdAt: at,
  confirmedAt: at.nullable(),
  endedAt: at.nullable(),
  /** When something happens by itself next, and what: an acknowledgement that ends, a hold, a quarantine. */
  due: z.object({ at, what: z.string() }).nullable(),
  /** One sentence: how it stands or how it ended. */
  sentence: z.string(),
  /** The operation that it was made for, or acts on. */
  relatedId: z.string().nullable(),
  awaitsAck: z.boolean(),
  drill: z.literal(true).optional(),
  revision,
});
export type OperationRow = z.infer<typeof operationRow>;

/** What the one who asks may do now; the same function as the server's verbs decides. */
export const allowed = z.record(
  z.enum(["confirm", "ask", "acknowledge", "abort", "promote", "rollback", "resume", "extend", "bypass"]),
  z.object({ allowed: z.boolean(), reason: z.string().nullable() }),
);

/** GET /api/v1/operations/{id}. The ETag is the snapshot. */
export const operationDetail = operationRow.extend({
  spec: operationSpec,
  reason: z.string(),
  snapshot: z.string(),
  plan,
  policy,
  /** Who could grab the resource again, at the last look; for a clear. */
  roster: z.array(rosterEntry),
  confirmedBy: person.nullable(),
  holdPoint: holdPoint.nullable(),
  units: z.array(operationUnit),
  nodes: z.array(canaryNode),
  /** After a clear: every layer of the resource, looked at again. */
  layers: z.array(lockRow),
  result: z
    .object({
      outcome: z.string(),
      text: z.string(),
      verified: z.array(z.string()),
      notVerified: z.array(z.string()),
    })
    .nullable(),
  related: z.array(operationRow),
  history: z.array(eventRow),
  allowed,
});
export type OperationDetail = z.infer<typeof operationDetail>;

/** Answer to POST /api/v1/operations; `operation` is null for a dry run. */
export const operationPlanned = z.object({
  snapshot: z.string(),
  plan,
  policy,
  roster: z.array(rosterEntry),
  operation: operationDetail.nullable(),
});

/** POST …/confirm with `If-Match: "<snapshot>"`. */
export const confirmOperation = z.strictObject({
  reason: z.string().max(limits.reasonMaxChars).default(""),
  typedName: z.string().max(limits.nameMaxChars).nullable().default(null),
  /** Bypass: that the list of what was not verified was read. */
  readNotVerified: z.boolean().default(false),
});
/** POST …/acknowledge, with `If-Match` too: it acknowledges what was shown, not what is. */
export const acknowledgeOperation = z.strictObject({
  note: z.string().max(limits.reasonMaxChars).default(""),
  readNotVerified: z.boolean().default(false),
});
/** POST …/abort · ask · promote · rollback */
export const operationReason = z.strictObject({ reason: z.string().max(limits.reasonMaxChars).default("") });

export const operationQuery = pageQuery.extend({
  kind: z.string().max(100).optional(),
  state: z.string().max(200).optional(),
  /** `true`: only those that have not ended. */
  open: z.enum(["true", "false"]).optional(),
  lockId: z.string().max(8_300).optional(),
  q: z.string().max(500).optional(),
});
export const operationList = listOf(operationRow);
export type OperationList = z.infer<typeof operationList>;
