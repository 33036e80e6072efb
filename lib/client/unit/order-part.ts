import type { Order, OrdersReport } from "#lib/contract/orders.ts";

/** What one part has to report; whole lists where the contract says so. */
export type OrderDraft = Partial<OrdersReport>;

/**
 * Something that does orders of its kinds: holds of units, ends of processes, configurations. The loops call it; it
 * rings the `wake` that it was made with when it has something to report.
 */
export interface OrderPart {
  /**
   * The whole list as of now, all kinds: a part looks at its own, and what is no longer there is over. Durations count
   * from `askedAtMs`, a moment of the monotonic clock before the request was sent. Returns at once: work goes on beside.
   */
  take(orders: readonly Order[], askedAtMs: number): void;
  /** What is to be told now, within the limits of one report; null when there is nothing. */
  draft(): OrderDraft | null;
  /** The server has it on disk. */
  told(draft: OrderDraft): void;
  /** A new session knows nothing yet: whole lists are to be told again. */
  begin(sessionId: string): void;
}
