import type { OrderDraft, OrderPart } from "#lib/client/unit/order-part.ts";
import { UnitKeeper } from "#lib/client/unit/unit-keeper.ts";
import type { ConfigReport, Order } from "#lib/contract/orders.ts";
import { holdRemainingMs, lastHold } from "#lib/domain/operations/hold.ts";

export interface GuardPartOptions {
  service: string;
  monoMs: () => number;
  /** Resolves when what runs is finished; nothing is begun while it is paused. */
  finish: () => Promise<void>;
  /** How the file stands; null while this one is not its guardian. */
  config: () => ConfigReport | null;
  onPause: (operationId: string | null) => void;
  wake: () => void;
  signal: AbortSignal;
}

/** An acknowledgement that is old opens no gate, so a held guardian says again that it is. */
const tellEveryMs = 2_500;

/** A guardian, or a watchdog, as a unit that is drained: it finishes the write that runs, and begins nothing. */
export class GuardPart implements OrderPart {
  readonly #options: GuardPartOptions;
  readonly #keeper: UnitKeeper;
  readonly #timer: NodeJS.Timeout;
  #due = true;
  #configDue = false;
  #draft: OrderDraft | null = null;

  constructor(options: GuardPartOptions) {
    this.#options = options;
    this.#keeper = new UnitKeeper({
      actions: { drain: (hold) => this.#pause(hold.operationId), resume: () => this.#resume() },
      monoMs: options.monoMs,
      onChange: () => this.#changed(),
      signal: options.signal,
    });
    this.#keeper.start();
    this.#timer = setInterval(() => this.#changed(), tellEveryMs);
    this.#timer.unref();
  }

  /** Whether it may begin anything. */
  get free(): boolean {
    return this.#keeper.unit.state === "running" && this.#keeper.unit.holds.length === 0;
  }

  /** The file changed, or who guards it. */
  configChanged(): void {
    this.#configDue = true;
    this.#options.wake();
  }

  take(orders: readonly Order[], askedAtMs: number): void {
    const holds = orders.flatMap((order) => {
      if (order.kind !== "hold" || order.unit !== unitName) return [];
      const { orderId, operationId, reason } = order;
      const untilMs = askedAtMs + order.remainingMs;
      return [{ orderId, operationId, reason, untilMs, drainUntilMs: askedAtMs + order.drainRemainingMs }];
    });
    this.#keeper.take(holds);
  }

  draft(): OrderDraft | null {
    if (!this.#due && !this.#configDue && this.#draft === null) return null;
    const { unit, note } = this.#keeper;
    const config = this.#configDue || this.#draft?.configs !== undefined ? this.#options.config() : null;
    this.#due = false;
    this.#configDue = false;
    this.#draft = {
      units: [
        {
          unit: unitName,
          service: this.#options.service,
          kind: "guard",
          can: ["drain"],
          state: unit.state,
          tasks: null,
          operationId: lastHold(unit)?.operationId ?? null,
          orderIds: unit.holds.map(({ orderId }) => orderId).slice(0, 50),
          holdRemainingMs: holdRemainingMs(unit, this.#options.monoMs()),
          note,
        },
      ],
      ...(config === null ? {} : { configs: [config] }),
    };
    return this.#draft;
  }

  told(draft: OrderDraft): void {
    if (draft === this.#draft) this.#draft = null;
  }

  begin(): void {
    this.#configDue = true;
    this.#changed();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #pause(operationId: string): Promise<void> {
    this.#options.onPause(operationId);
    await this.#options.finish();
  }

  async #resume(): Promise<void> {
    this.#options.onPause(null);
  }

  #changed(): void {
    this.#due = true;
    this.#options.wake();
  }
}

const unitName = "guard";
