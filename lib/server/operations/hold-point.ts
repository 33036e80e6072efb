import { acknowledgedGate } from "#lib/domain/operations/gates.ts";
import type { Gate, HoldPoint, Person } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { raisePage } from "#lib/server/paging/raise-page.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
import { nameOf } from "./operation-words.ts";

/** The operation whose acknowledgement counts for this one: a drain's is its clear's. */
export function acknowledgedBy(context: ServerContext, record: OperationRecord): OperationRecord {
  const { spec } = record;
  if (spec.kind !== "drain" || spec.forOperation === null) return record;
  const clear = context.operations.find(spec.forOperation);
  return clear?.policy.twoPeople ? clear : record;
}

/** Asks for a second person, with a page in the same write; null when the policy wants none, or another one covers it. */
export async function newHoldPoint(
  context: ServerContext,
  tx: Tx,
  record: OperationRecord,
  by: Person,
): Promise<HoldPoint | null> {
  if (!record.policy.twoPeople || acknowledgedBy(context, record) !== record) return null;
  const page = await raisePage(context, tx, {
    operationId: record.id,
    lockId: record.lockId,
    resource: record.resource,
    severity: "critical",
    title: `Acknowledge: ${record.plan.title}`,
    text: `${nameOf(by)} asks for a second person. Reason: ${record.reason === "" ? "none given" : record.reason}`,
    askedBy: by.name,
    drill: record.drill !== undefined,
  });
  const askedAt = context.clock.wallMs();
  return { askedAt, askedBy: by, pageId: page.id, by: null, at: null, note: null, untilAt: null };
}

/** Whom a hold point waits for, and whether anybody was told: without receivers a page goes nowhere. */
export function askedSentence(
  { paging, drills }: Pick<ServerContext, "paging" | "drills">,
  { drill }: Pick<OperationRecord, "drill">,
): string {
  const isSilent = drill !== undefined && drills.current?.options.deliverPages !== true;
  if (isSilent) return "waiting for a second person to acknowledge. It is a drill: no receiver was paged.";
  const told = [...paging.targets.values()].some(({ enabled }) => enabled);
  return `waiting for a second person to acknowledge.${told ? "" : " Nobody was paged: no receiver is set up."}`;
}

/** The gate of the second person as it is now: open only while the acknowledgement lasts, in this run of the server. */
export function acknowledgedGateOf(context: ServerContext, record: OperationRecord): Gate {
  const covering = acknowledgedBy(context, record);
  const remainingMs = context.operations.deadlines.remainingMs(covering.id, "ack");
  return acknowledgedGate(record.policy, covering.holdPoint, remainingMs);
}
