import { holdsOf } from "#lib/client/unit/holds-of.ts";
import { UnitKeeper } from "#lib/client/unit/unit-keeper.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import type { Order, UnitReport } from "#lib/contract/orders.ts";
import type { Health } from "#lib/domain/fleet-state.ts";
import { holdRemainingMs, lastHold } from "#lib/domain/operations/hold.ts";
import type { PlannedNode } from "./plan-fleet.ts";
import { unitWords } from "./unit-words.ts";

export interface SimUnitOptions {
  node: PlannedNode;
  service: string;
  /** How long it takes to finish what it does; another time each time. */
  drainMs: () => number;
  monoMs: () => number;
  onChange: () => void;
  signal: AbortSignal;
}

/** What runs on a simulated node: it finishes what it does in its own time, pauses, and runs again by its own clock. */
export class SimUnit {
  readonly #options: SimUnitOptions;
  readonly #keeper: UnitKeeper;
  #said: string | null = null;
  #left = 0;

  constructor(options: SimUnitOptions) {
    this.#options = options;
    this.#keeper = new UnitKeeper({
      actions: { drain: (_hold, signal) => this.#finish(signal), resume: () => this.#resume() },
      monoMs: options.monoMs,
      onChange: options.onChange,
      signal: options.signal,
    });
  }

  get isRunning(): boolean {
    return this.#keeper.unit.state === "running";
  }

  get isPaused(): boolean {
    return this.#keeper.unit.state === "paused";
  }

  take(orders: readonly Order[], askedAtMs: number): void {
    this.#keeper.take(holdsOf(orders, this.#options.node.unit, askedAtMs));
  }

  report(health: Health | null): UnitReport {
    const { unit, note } = this.#keeper;
    const { node, service } = this.#options;
    return {
      unit: node.unit,
      service,
      kind: node.guards === null ? "in-process" : "guard",
      can: ["drain", "resume"],
      state: unit.state,
      tasks: unit.state === "running" ? null : this.#left,
      operationId: lastHold(unit)?.operationId ?? null,
      orderIds: unit.holds.map(({ orderId }) => orderId).slice(0, 50),
      holdRemainingMs: holdRemainingMs(unit, this.#options.monoMs()),
      note: note ?? this.#said,
      health,
    };
  }

  /** Says nothing of a hold that ends meanwhile: whoever gave it up hears that it did not pause. */
  async #finish(signal: AbortSignal): Promise<void> {
    const { node, drainMs, onChange } = this.#options;
    const { finishing, paused } = unitWords(node.kind, node.number);
    const wholeMs = drainMs();
    for (const [place, text] of finishing.entries()) {
      this.#left = finishing.length - place;
      this.#said = text;
      onChange();
      await pause(wholeMs / finishing.length, AbortSignal.any([signal, this.#options.signal]));
      if (signal.aborted || this.#options.signal.aborted)
        throw new Error("the hold ended before it had paused");
    }
    this.#left = 0;
    this.#said = paused;
  }

  async #resume(): Promise<void> {
    this.#left = 0;
    this.#said = null;
  }
}
