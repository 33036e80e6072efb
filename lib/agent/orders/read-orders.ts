import { z } from "zod";
import { type Order, type OrdersAnswer, order, ordersAnswer } from "#lib/contract/orders.ts";

const answer = ordersAnswer.extend({ orders: z.array(z.unknown()) });

/**
 * An answer of the server. Orders of a kind that this agent does not know are left out: the server may be newer.
 * Throws for what is no answer at all.
 */
export function readOrders(body: unknown): OrdersAnswer {
  const { orders, ...rest } = answer.parse(body);
  const known = orders.flatMap((one): Order[] => {
    const parsed = order.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
  return { ...rest, orders: known };
}
