import type { OrderDraft, OrderPart } from "#lib/client/unit/order-part.ts";
import type { Order, OrderResult } from "#lib/contract/orders.ts";
import { flockKey, type ToldStuckLock } from "./told-lock.ts";

type EndOrder = Extract<Order, { kind: "end-holders" }>;

interface EndPartOptions {
  stuck: ToldStuckLock;
  file: string;
  wake: () => void;
}

/** Ends what holds the told lock when ordered to: exactly the process that was reviewed. Each order once. */
export class EndPart implements OrderPart {
  readonly #options: EndPartOptions;
  readonly #begun = new Set<string>();
  #untold: OrderResult[] = [];

  constructor(options: EndPartOptions) {
    this.#options = options;
  }

  take(orders: readonly Order[]): void {
    for (const order of orders) {
      if (order.kind !== "end-holders" || this.#begun.has(order.orderId)) continue;
      this.#begun.add(order.orderId);
      void this.#obey(order).then((said) => {
        this.#untold.push({ orderId: order.orderId, agoMs: 0, lines: [], ...said });
        this.#options.wake();
      });
    }
  }

  draft(): OrderDraft | null {
    return this.#untold.length === 0 ? null : { results: this.#untold.slice(0, 50) };
  }

  told({ results = [] }: OrderDraft): void {
    this.#untold = this.#untold.filter((one) => !results.includes(one));
  }

  begin(): void {}

  async #obey({
    key,
    holders,
  }: EndOrder): Promise<Pick<OrderResult, "outcome" | "text"> & { lines?: string[] }> {
    const { stuck, file } = this.#options;
    const { holder } = stuck;
    if (holder === null || key !== flockKey(file))
      return { outcome: "refused", text: "This agent has not reported such a lock." };
    const [first] = holders;
    if (holders.length !== 1 || first?.pid !== holder.pid || first.startTime !== holder.startTime)
      return { outcome: "failed", text: "Nothing was ended: these are not the processes that hold it." };
    await stuck.end();
    const lines = [`PID ${holder.pid} was ended; that it had the lock was simulated`];
    return { outcome: "done", text: "The holders ended, and the lock is gone.", lines };
  }
}
