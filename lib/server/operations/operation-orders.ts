import type { OrderResult } from "#lib/contract/orders.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import { rulesOf } from "./kinds.ts";
import { moveOperation } from "./move-operation.ts";

const countedMax = 10_000;

/** Makes the operations a source of orders, and counts what comes back of them. */
export function joinOrders(context: ServerContext): void {
  context.orders.join({
    ordersFor: (sessionId) => context.operations.ordersFor(sessionId),
    take: async (session, { results }) => {
      for (const result of results) await countResult(context, session, result);
    },
  });
  wakeThoseConcerned(context);
  // A unit that has just shown itself may be one that is to be held.
  context.units.onChange((sessionId) => context.orders.changed([sessionId]));
}

/** Of a fleet that waits for orders, only those who had some for an operation or have some now are woken. */
function wakeThoseConcerned({ operations, orders }: ServerContext): void {
  const told = new Map<string, Set<string>>();
  operations.onChange((ids) => {
    const concerned = new Set<string>();
    for (const id of ids) {
      const now = new Set(operations.ordersOf(id).map(({ sessionId }) => sessionId));
      for (const sessionId of told.get(id) ?? []) concerned.add(sessionId);
      for (const sessionId of now) concerned.add(sessionId);
      if (now.size === 0) told.delete(id);
      else told.set(id, now);
    }
    if (concerned.size > 0) orders.changed(concerned);
  });
}

/** A result is sent until it was answered; it counts once by order and outcome, in the write that takes it in. */
async function countResult(
  context: ServerContext,
  session: SessionRecord,
  result: OrderResult,
): Promise<void> {
  const id = result.orderId.split("/", 1)[0] ?? "";
  const operation = context.operations.find(id);
  if (operation === undefined) return countLate(context, session, id, result);
  const rules = rulesOf(operation.spec.kind);
  if (rules.result === undefined) return;
  const mark = `${session.id} ${result.orderId} ${result.outcome}`;
  await moveOperation(context, operation.id, async (tx, record) => {
    const counted = record.counted ?? [];
    if (counted.includes(mark)) return null;
    const known = { ...record, counted: [...counted, mark].slice(-countedMax) };
    const next = (await rules.result?.(context, tx, known, { sessionId: session.id, result })) ?? known;
    // What nobody had asked of this session is not kept: else anybody could make the record grow without end.
    return next === known ? null : { record: next };
  });
  context.operations.nudge();
}

/** It was given up before the answer came, as when the network was cut: nobody may be left thinking that nothing was done. */
async function countLate(
  context: ServerContext,
  { id: sessionId }: SessionRecord,
  id: string,
  result: OrderResult,
): Promise<void> {
  const known = (await context.store.get("operation", id))?.value;
  const rules = known && rulesOf(known.spec.kind);
  if (known === undefined || rules?.late?.(context, known, { sessionId, result }) == null) return;
  await moveOperation(
    context,
    id,
    async (_tx, record) => rules.late?.(context, record, { sessionId, result }) ?? null,
  );
}
