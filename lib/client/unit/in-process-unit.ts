import type { Order, UnitReport } from "#lib/contract/orders.ts";
import { holdRemainingMs, lastHold } from "#lib/domain/operations/hold.ts";
import { holdsOf } from "./holds-of.ts";
import type { OrderDraft, OrderPart } from "./order-part.ts";
import { TaskGate } from "./task-gate.ts";
import { UnitKeeper } from "./unit-keeper.ts";

export interface InProcessOptions {
  unit: string;
  service: string;
  /** Called when nothing runs any more: what it pauses beyond its tasks. */
  onPause: () => void | Promise<void>;
  onResume: () => void | Promise<void>;
  monoMs: () => number;
  /** There is something to report. */
  wake: () => void;
  signal: AbortSignal;
}

/** A unit that is held says so this often, one that runs less often. */
const heldEveryMs = 2_500;
const runningEveryMs = 15_000;

/** A service's own part of a drain: it finishes its tasks, pauses, and runs again in time, all in its own process. */
export class InProcessUnit implements OrderPart {
  readonly #options: InProcessOptions;
  readonly #keeper: UnitKeeper;
  readonly gate: TaskGate;
  #due = true;
  #draft: OrderDraft | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: InProcessOptions) {
    this.#options = options;
    this.gate = new TaskGate(() => this.#onCount());
    this.#keeper = new UnitKeeper({
      actions: {
        drain: (_hold, signal) => this.#pause(signal),
        resume: () => this.#resume(),
      },
      monoMs: options.monoMs,
      onChange: () => this.#changed(),
      signal: options.signal,
    });
  }

  take(orders: readonly Order[], askedAtMs: number): void {
    this.#keeper.take(holdsOf(orders, this.#options.unit, askedAtMs));
  }

  draft(): OrderDraft | null {
    if (!this.#due && this.#draft === null) return null;
    this.#due = false;
    this.#draft = { units: [this.#report()] };
    return this.#draft;
  }

  told(draft: OrderDraft): void {
    if (draft === this.#draft) this.#draft = null;
  }

  begin(): void {
    this.#changed();
  }

  /** Ends all holds: the service stops, or does not take part any more. */
  async release(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#keeper.release();
    clearTimeout(this.#timer);
  }

  async #pause(signal: AbortSignal): Promise<void> {
    this.gate.shut();
    if (!(await this.gate.idle(signal))) throw new Error("Its tasks took longer than the hold.");
    await this.#options.onPause();
  }

  async #resume(): Promise<void> {
    await this.#options.onResume();
    this.gate.open();
  }

  #report(): UnitReport {
    const { unit, note } = this.#keeper;
    return {
      unit: this.#options.unit,
      service: this.#options.service,
      kind: "in-process",
      can: ["drain", "resume"],
      state: unit.state,
      tasks: this.gate.tasks,
      operationId: lastHold(unit)?.operationId ?? null,
      orderIds: unit.holds.map(({ orderId }) => orderId).slice(0, 50),
      holdRemainingMs: holdRemainingMs(unit, this.#options.monoMs()),
      note,
    };
  }

  /** How many tasks there are matters to those who wait for them. */
  #onCount(): void {
    if (this.#keeper.unit.state === "draining") this.#changed();
  }

  #changed(): void {
    this.#due = true;
    this.#options.wake();
    clearTimeout(this.#timer);
    if (this.#options.signal.aborted) return;
    const everyMs = this.#keeper.unit.state === "running" ? runningEveryMs : heldEveryMs;
    this.#timer = setTimeout(() => this.#changed(), everyMs);
  }
}
