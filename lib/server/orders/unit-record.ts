import type { UnitReport, UnitRow } from "#lib/contract/orders.ts";
import { nameOn } from "#lib/domain/drill/world.ts";
import type { Health } from "#lib/domain/fleet-state.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { SessionRecord, UnitRecord } from "#lib/store/records.ts";

/** The end of a hold is computed anew from each report; less than this is the jitter of the network. */
const jitterMs = 1_000;

/** A unit's document from what its session reported. Times are wall, for showing. */
export function unitOf(
  session: Pick<SessionRecord, "id" | "node">,
  report: UnitReport,
  nowAt: number,
  before: UnitRecord | undefined,
): UnitRecord {
  const { holdRemainingMs, orderIds: _, ...rest } = report;
  const holdUntilAt = holdRemainingMs === null ? null : nowAt + holdRemainingMs;
  const known = before?.holdUntilAt ?? null;
  const same = known !== null && holdUntilAt !== null && Math.abs(known - holdUntilAt) < jitterMs;
  return {
    ...rest,
    health: safeHealth(session.node, report.health),
    id: `${session.id}/${report.unit}`,
    sessionId: session.id,
    node: session.node,
    holdUntilAt: same ? known : holdUntilAt,
    reportedAt: nowAt,
  };
}

/** As it is shown wherever its node is, and told in events. */
function safeHealth(node: string, health: UnitReport["health"]): Health | null {
  if (health == null) return null;
  const resource = health.resource === null ? null : nameOn(node, health.resource);
  return { level: health.level, text: safeText(health.text, 300), resource };
}

/** Whether it is written at once: the answer to the report says that it is on disk. */
export function isNews(before: UnitRecord | undefined, now: UnitRecord): boolean {
  return (
    before === undefined ||
    before.state !== now.state ||
    before.operationId !== now.operationId ||
    before.service !== now.service ||
    before.kind !== now.kind ||
    JSON.stringify(before.health ?? null) !== JSON.stringify(now.health ?? null) ||
    before.can.join() !== now.can.join()
  );
}

/** Whether it is written at all: that it was heard again is not. */
export function isWorthWriting(before: UnitRecord | undefined, now: UnitRecord): boolean {
  return (
    isNews(before, now) ||
    before?.tasks !== now.tasks ||
    before.note !== now.note ||
    before.holdUntilAt !== now.holdUntilAt
  );
}

/** A unit as lists and the stream show it. */
export function unitRowOf(record: UnitRecord): UnitRow {
  return { ...record };
}
