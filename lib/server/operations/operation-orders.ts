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
  context.operations.onChange(() => context.orders.changed());
}

/** A result is sent until it was answered; it counts once by order and outcome, in the write that takes it in. */
async function countResult(
  context: ServerContext,
  session: SessionRecord,
  result: OrderResult,
): Promise<void> {
  const operation = context.operations.find(result.orderId.split("/", 1)[0] ?? "");
  const rules = operation && rulesOf(operation.spec.kind);
  if (operation === undefined || rules?.result === undefined) return;
  const mark = `${session.id} ${result.orderId} ${result.outcome}`;
  await moveOperation(context, operation.id, async (tx, record) => {
    const counted = record.counted ?? [];
    if (counted.includes(mark)) return null;
    const known = { ...record, counted: [...counted, mark].slice(-countedMax) };
    return { record: (await rules.result?.(context, tx, known, { sessionId: session.id, result })) ?? known };
  });
  context.operations.nudge();
}
