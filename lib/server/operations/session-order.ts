import type { Order } from "#lib/contract/orders.ts";

/** An order for one session; the list that the session gets is made of these. */
export interface SessionOrder {
  sessionId: string;
  order: Order;
  /** Changes when a duration was set anew, as by an extension: who waits for a change is told. Running down is none. */
  stamp?: string;
}
