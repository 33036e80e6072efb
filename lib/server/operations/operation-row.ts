import type { OperationRow } from "#lib/contract/operations.ts";
import type { OperationSpec } from "#lib/domain/operations/operation.ts";
import type { OperationRecord } from "#lib/store/records.ts";

/** An operation as lists and the stream show it. */
export function operationRow(record: OperationRecord, revision: number): OperationRow {
  const { plan, gates, holdPoint } = record;
  return {
    id: record.id,
    kind: record.spec.kind,
    state: record.state,
    title: plan.title,
    lockId: record.lockId,
    resource: record.resource,
    targetCount: plan.targetCount,
    gatesOpen: gates.filter((gate) => gate.state === "open").length,
    gatesTotal: gates.length,
    progress: progressOf(record),
    createdBy: record.createdBy,
    createdAt: record.createdAt,
    confirmedAt: record.confirmedAt,
    endedAt: record.endedAt,
    due: record.due,
    sentence: record.sentence,
    relatedId: relatedId(record.spec),
    ...(record.drill === undefined ? {} : { drill: true }),
    awaitsAck: record.state === "waiting" && holdPoint !== null && holdPoint.by === null,
    revision,
  };
}

/** The operation that it was made for, or acts on. */
export function relatedId(spec: OperationSpec): string | null {
  if (spec.kind === "drain") return spec.forOperation;
  return spec.kind === "resume" || spec.kind === "extend" || spec.kind === "bypass" ? spec.operationId : null;
}

function progressOf({ units, nodes, steps }: OperationRecord): OperationRow["progress"] {
  if (units.length > 0) {
    return {
      done: units.filter((unit) => unit.state === "paused").length,
      total: units.length,
      unit: "units",
    };
  }
  if (nodes.length > 0) {
    const well = nodes.filter(({ state }) => state === "shadow" || state === "promoted");
    return { done: well.length, total: nodes.length, unit: "nodes" };
  }
  if (steps.length === 0) return null;
  const over = steps.filter(({ state }) => state === "done" || state === "skipped");
  return { done: over.length, total: steps.length, unit: "steps" };
}
