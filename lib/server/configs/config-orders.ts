import type { Order } from "#lib/contract/orders.ts";
import { limits } from "#lib/domain/limits.ts";
import { wantedOf } from "#lib/domain/operations/canary-machine.ts";
import type { CanaryNode } from "#lib/domain/operations/canary-spec.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { OrderSource } from "#lib/server/orders/order-desk.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Commit } from "#lib/store/store.ts";
import { agentSession, nodeOfAgent } from "./node-presence.ts";
import { takeConfigReports, takeGuardReport } from "./take-reports.ts";

type ConfigOrder = Extract<Order, { kind: "config" }>;

/** A canary that has begun and not ended: what its nodes should have differs from what is promoted. */
export function canaryOf(context: ServerContext, name: string): OperationRecord | null {
  const begun = context.operations
    .active()
    .find(
      ({ spec, state, nodes }) =>
        spec.kind === "canary" && spec.config === name && state !== "planned" && nodes.length > 0,
    );
  return begun ?? null;
}

/**
 * What agents should have on disk, as of now. Nothing is remembered of what was told: a node that was away gets the
 * list as it is when it comes back.
 */
export function configOrders(context: ServerContext): OrderSource {
  followCommits(context);
  return {
    ordersFor: (sessionId) => {
      const node = nodeOfAgent(context, sessionId);
      if (node === null) return [];
      return [...context.configs.book.ofNode(node)].flatMap((name) => {
        const order = configOrder(context, node, name);
        return order === null ? [] : [{ order }];
      });
    },
    take: async (session, { configs, telemetry }) => {
      if (configs.length === 0 && telemetry.length === 0) return;
      if (nodeOfAgent(context, session.id) !== null) {
        await takeConfigReports(context, session.node, configs);
        context.configs.telemetry.take(session.node, telemetry);
        return;
      }
      const guarded =
        session.role === "guardian" || session.role === "watchdog" ? (session.resources ?? []) : [];
      if (telemetry.length > 0 || configs.some(({ config }) => !guarded.includes(config))) {
        throw new ApiError(
          "forbidden",
          "Only a node's own agent, or a guardian of it, tells of a configuration.",
        );
      }
      for (const report of configs) await takeGuardReport(context, session.node, report);
    },
  };
}

function configOrder(context: ServerContext, node: string, name: string): ConfigOrder | null {
  const { configs } = context;
  const promoted = configs.book.promoted(name);
  const canary = canaryOf(context, name);
  const own = canary === null ? undefined : nodesOf(canary).get(node);
  const trial = canary === null ? null : trialOf(canary);
  const isBack = canary?.state === "aborting";
  const step = Number(canary?.memory["step"] ?? 0);
  const wanted = own === undefined || isBack ? "nothing" : wantedOf(own, step);
  const want = wantOf(context, node, name);
  if (promoted === null && own === undefined && want === null) return null;
  return {
    kind: "config",
    orderId: own === undefined || canary === null ? "standing" : canaryOrderId(canary),
    operationId: own === undefined ? null : (canary?.id ?? null),
    config: name,
    promoted: wanted === "run" ? trial : promoted,
    shadow: wanted === "shadow" ? trial : null,
    telemetryEveryMs: own === undefined || isBack || canary === null ? 0 : telemetryEveryMs(canary),
    replaces: own === undefined ? [] : [trial?.hash, promoted?.hash].filter((hash) => hash !== undefined),
    insist: isBack || own === undefined,
    lockMismatch: lockMismatch(context, name),
    epoch: context.view.locks.rows.get(`native/${name}`)?.epoch ?? null,
    guardians: configs.guardians(node, name),
    want,
  };
}

/** Names what a canary wants of its nodes now: another one at each step, and on the way back. */
export function canaryOrderId({ id, state, memory }: OperationRecord): string {
  return `${id}/${state === "aborting" ? "back" : Number(memory["step"] ?? 0)}`;
}

/** The version on trial. */
export function trialOf({ memory }: OperationRecord): { version: number; hash: string } | null {
  const { version, hash } = memory;
  return typeof version === "number" && typeof hash === "string" ? { version, hash } : null;
}

/** Often enough for the bake time, and not more often than hooks can be run. */
export function telemetryEveryMs({ spec }: OperationRecord): number {
  const bakeMs = spec.kind === "canary" ? spec.bakeMs : 0;
  return Math.min(limits.telemetryEveryMs, Math.max(500, Math.round(bakeMs / 5)));
}

const indexes = new WeakMap<OperationRecord, Map<string, CanaryNode>>();

/** Nodes by name; made once for each state of the operation. */
export function nodesOf(operation: OperationRecord): ReadonlyMap<string, CanaryNode> {
  const known = indexes.get(operation);
  if (known !== undefined) return known;
  const made = new Map(operation.nodes.map((node) => [node.node, node]));
  indexes.set(operation, made);
  return made;
}

function wantOf({ configs }: ServerContext, node: string, name: string): string | null {
  const entry = configs.book.configs.get(name);
  const hash = entry?.nodes.get(node)?.running?.hash ?? null;
  if (hash === null || entry?.byHash.has(hash) === true) return null;
  return configs.asks(node, name, hash) ? hash : null;
}

/** Why the native lock of the configuration's name forbids to touch it; a guardian's own lease does not. */
function lockMismatch({ view, beats }: ServerContext, name: string): string | null {
  const row = view.locks.rows.get(`native/${name}`);
  if (row === undefined || row.state === "free") return null;
  if (row.state === "hot") return "HOT";
  if (row.state === "quarantined") return "QUARANTINED";
  const role = row.holder === null ? undefined : beats.session(row.holder.ownerId)?.record.role;
  if (role === "guardian" || role === "watchdog") return null;
  return `HELD by ${safeText(row.holder?.service ?? "somebody", 60)}`;
}

/** Whoever waits for orders is told when those of one of its configurations may have changed. */
function followCommits(context: ServerContext): void {
  const { book } = context.configs;
  context.store.onCommit((commit) => {
    const nodes = new Set<string>();
    for (const name of namesIn(commit)) {
      for (const node of book.configs.get(name)?.nodes.keys() ?? []) nodes.add(node);
    }
    for (const { kind, value } of commit.puts) {
      if (kind === "node-config") nodes.add((value as { node: string }).node);
    }
    if (nodes.size === 0) return;
    context.orders.changed([...nodes].flatMap((node) => agentSession(context, node) ?? []));
  });
}

function namesIn(commit: Commit): Set<string> {
  const names = new Set<string>();
  for (const { kind, value } of commit.puts) {
    if (kind === "config") names.add((value as { name: string }).name);
    else if (kind === "config-version") names.add((value as { config: string }).config);
    else if (kind === "lease") names.add((value as { resource: string }).resource);
    else if (kind === "operation") {
      const { spec } = value as OperationRecord;
      if (spec.kind === "canary") names.add(spec.config);
    } else if (kind === "session") {
      const { role, resources } = value as { role?: string; resources?: string[] };
      if (role === "guardian" || role === "watchdog") for (const name of resources ?? []) names.add(name);
    }
  }
  return names;
}
