import type { z } from "zod";
import type { operationDetail } from "#lib/contract/operations.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { allAllowed } from "#lib/domain/operations/can.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { viewerOf } from "#lib/domain/operations/people.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { drillOver } from "#lib/server/drills/drill-over.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { freshLock } from "#lib/server/lists/fresh.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { operationRow, relatedId } from "./operation-row.ts";

const historyMax = 200;
const relatedMax = 50;
const layersMax = 100;

/** GET /operations/{id}: one operation, whole, with what the one who asks may do now. Throws `not-found`, `gone`. */
export async function readOperation(
  context: ServerContext,
  actor: Actor,
  id: string,
): Promise<z.input<typeof operationDetail>> {
  const stored = await context.store.get("operation", id);
  if (stored === null) {
    throw context.drills.isOver(id) ? drillOver() : new ApiError("not-found", "There is no such operation.");
  }
  const record = stored.value;
  const { spec, reason, snapshot, policy, roster, confirmedBy, holdPoint, units, nodes, result } = record;
  return {
    ...operationRow(record, stored.revision),
    spec,
    reason,
    snapshot,
    plan: { ...record.plan, gates: record.gates, steps: record.steps },
    policy,
    roster,
    confirmedBy,
    holdPoint,
    units,
    nodes,
    layers: layersOf(context, record),
    result,
    related: relatedOf(context, record),
    history: await context.store.events({ ownerId: id, limit: historyMax }),
    allowed: allAllowed(record, viewerOf(actor), context.clock.wallMs()),
  };
}

/** Every layer of the resource as it is now: "cleared here, still held there" is a result. */
function layersOf(context: ServerContext, { resource, spec, state }: OperationRecord): LockRow[] {
  if (spec.kind !== "clear" || resource === null || state === "planned") return [];
  const rows = context.view.locks.ofResource(resource).slice(0, layersMax);
  return rows.map((row) => freshLock(context, row));
}

function relatedOf(context: ServerContext, record: OperationRecord) {
  const own = relatedId(record.spec);
  const rows = [...context.view.operations.values()].filter(
    (row) =>
      row.id === own ||
      row.relatedId === record.id ||
      (own !== null && row.relatedId === own && row.id !== record.id),
  );
  return rows
    .sort((a, b) => Number(isEnded(a.state)) - Number(isEnded(b.state)) || b.createdAt - a.createdAt)
    .slice(0, relatedMax);
}
