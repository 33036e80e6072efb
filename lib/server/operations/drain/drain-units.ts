import { limits } from "#lib/domain/limits.ts";
import { type UnitSight, unitNow } from "#lib/domain/operations/drain.ts";
import type { OperationUnit } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { SessionOrder } from "#lib/server/operations/session-order.ts";
import type { LiveUnit } from "#lib/server/orders/unit-book.ts";
import type { OperationRecord, UnitRecord } from "#lib/store/records.ts";
import { type DrainRecord, phaseOf, plannedUnitIds, totalHoldMs } from "./drain-record.ts";
import { drainTimes } from "./drain-time.ts";

/** Longer than a held unit is ever silent while its agent runs. */
const silentFromMs = 5_000;

type Sight = Pick<ServerContext, "units" | "clock">;

/** The same for a unit in every session that it comes back in: an agent that was restarted goes on with it. */
function orderIdOf(record: OperationRecord, unit: string): string {
  return `${record.id}/${unit}`;
}

/** The units of the plan as they are when it starts, also those that have gone since. */
export async function unitsOfPlan(context: ServerContext, record: DrainRecord): Promise<OperationUnit[]> {
  const units: OperationUnit[] = [];
  for (const id of plannedUnitIds(record)) {
    const known = context.units.get(id)?.record ?? (await context.store.get("unit", id))?.value;
    if (known !== undefined) units.push(plannedUnit(known));
  }
  return units;
}

function plannedUnit({ id, node, service, unit, state, tasks }: UnitRecord): OperationUnit {
  return {
    unitId: id,
    node,
    service,
    name: unit,
    state,
    tasks,
    ackedAt: null,
    holdUntilAt: null,
    note: null,
  };
}

/**
 * The unit as it is known now: as planned, or come back in another session after a restart. One that is only silent is
 * replaced when another of its name speaks: an agent that was killed leaves its session behind for a while.
 */
function liveOf(context: Sight, heirs: Map<string, LiveUnit>, unit: OperationUnit): LiveUnit | undefined {
  const own = context.units.get(unit.unitId);
  const silentMs = own === undefined ? null : context.units.silentMs(own);
  if (own !== undefined && own.record.state !== "lost" && silentMs !== null && silentMs < silentFromMs)
    return own;
  return heirs.get(placeKey(unit.node, unit.service, unit.name)) ?? own;
}

function placeKey(node: string, service: string, unit: string): string {
  return `${node}\0${service}\0${unit}`;
}

/** Units that are none of the drain's by their id; of several with one name, the one that was heard of last. */
function heirsOf(context: Sight, record: DrainRecord): Map<string, LiveUnit> {
  const own = new Set(record.units.map(({ unitId }) => unitId));
  const found = new Map<string, LiveUnit>();
  for (const live of context.units.all()) {
    const { id, node, service, unit, state } = live.record;
    if (state === "lost" || own.has(id)) continue;
    const key = placeKey(node, service, unit);
    const known = found.get(key);
    if (known === undefined || (live.heardMs ?? -1) > (known.heardMs ?? -1)) found.set(key, live);
  }
  return found;
}

/** All units of a drain as they are now, and which of them may still keep its order. */
export function unitsNow(context: Sight, record: DrainRecord): { units: OperationUnit[]; kept: Set<string> } {
  const heirs = heirsOf(context, record);
  const kept = new Set<string>();
  const units = record.units.map((unit) => {
    const live = liveOf(context, heirs, unit);
    const sight = live === undefined ? null : sightOf(context, record, live);
    // One that was not heard of since may keep it still, as after a restart of this server.
    if (sight !== null && (sight.keeps || !sight.fresh)) kept.add(sight.unitId);
    return unitNow(unit, sight, context.clock.wallMs());
  });
  return { units, kept };
}

function sightOf(context: Sight, record: DrainRecord, live: LiveUnit): UnitSight {
  const { id, unit, state, tasks, holdUntilAt, note } = live.record;
  const silentMs = context.units.silentMs(live);
  return {
    unitId: id,
    state,
    fresh: silentMs !== null && silentMs <= limits.gateEvidenceMaxAgeMs,
    keeps: live.orderIds.includes(orderIdOf(record, unit)),
    tasks,
    holdUntilAt,
    note,
  };
}

/** What a session's units are to do for a drain: nothing any more, once they are to run again. */
export function drainOrders(context: ServerContext, record: DrainRecord, sessionId?: string): SessionOrder[] {
  const phase = phaseOf(record);
  if (phase !== "draining" && phase !== "holding") return [];
  const { deadlineMs, holdMs } = drainTimes(context, record);
  const remainingMs = phase === "holding" ? holdMs : deadlineMs + totalHoldMs(record);
  const isPlanned = plannedIn(record);
  const live = sessionId === undefined ? [...context.units.all()] : context.units.ofSession(sessionId);
  const meant = live.filter(({ record: unit }) => unit.state !== "lost" && isPlanned(unit));
  return meant.map(({ record: unit }) => ({
    sessionId: unit.sessionId,
    stamp: `${phase} ${totalHoldMs(record)}`,
    order: {
      kind: "hold",
      orderId: orderIdOf(record, unit.unit),
      operationId: record.id,
      unit: unit.unit,
      remainingMs: Math.ceil(remainingMs),
      drainRemainingMs: Math.ceil(deadlineMs),
      mostMs: record.spec.deadlineMs + totalHoldMs(record),
      reason: record.reason,
    },
  }));
}

type IsPlanned = (unit: UnitRecord) => boolean;

const places = new WeakMap<DrainRecord["units"], ReadonlySet<string>>();

/** Whether a unit is one of the plan; made once for each state of its list, since each of thousands asks. */
function plannedIn({ units }: DrainRecord): IsPlanned {
  const known =
    places.get(units) ?? new Set(units.map(({ node, service, name }) => placeKey(node, service, name)));
  places.set(units, known);
  return ({ node, service, unit }) => known.has(placeKey(node, service, unit));
}
