import type { Order } from "#lib/contract/orders.ts";
import type { Hold } from "#lib/domain/operations/hold.ts";

/** What is asked of one unit, in times of the clock on which the question was asked at `askedAtMs`. */
export function holdsOf(orders: readonly Order[], unit: string, askedAtMs: number): Hold[] {
  return orders.flatMap((order) => {
    if (order.kind !== "hold" || order.unit !== unit) return [];
    const { orderId, operationId, reason, remainingMs, drainRemainingMs, mostMs } = order;
    const untilMs = askedAtMs + remainingMs;
    const drainUntilMs = askedAtMs + drainRemainingMs;
    return [{ orderId, operationId, reason, untilMs, drainUntilMs, fromMs: askedAtMs, mostMs }];
  });
}
