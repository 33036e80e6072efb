import { holdsOf } from "#lib/client/unit/holds-of.ts";
import type { OrderDraft, OrderPart } from "#lib/client/unit/order-part.ts";
import type { Order, UnitReport } from "#lib/contract/orders.ts";
import { type HeldUnit, runningUnit } from "#lib/domain/operations/hold.ts";
import { HeldHook } from "./held-hook.ts";
import type { HoldFile } from "./hold-file.ts";
import type { HookUnit } from "./hook-config.ts";

export interface HookUnitsOptions {
  node: string;
  units: readonly HookUnit[];
  file: HoldFile;
  monoMs: () => number;
  /** There is something to report. */
  wake: () => void;
  log: (line: string) => void;
  signal: AbortSignal;
}

/** A unit that is held says so this often: an old acknowledgement opens no gate. One that runs, less often. */
const heldEveryMs = 2_500;
const runningEveryMs = 15_000;

/** The units of this host that are drained by commands: its part of the orders, and of the reports. */
export class HookUnits implements OrderPart {
  readonly #options: HookUnitsOptions;
  #hooks: readonly HeldHook[] = [];
  #due = true;
  #draft: OrderDraft | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HookUnitsOptions) {
    this.#options = options;
    this.#hooks = this.#restore();
    for (const hook of this.#hooks) hook.start();
    this.#again();
  }

  take(orders: readonly Order[], askedAtMs: number): void {
    for (const hook of this.#hooks) hook.take(holdsOf(orders, hook.name, askedAtMs));
  }

  draft(): OrderDraft | null {
    // One that was not answered may not have arrived.
    if (!this.#due && this.#draft === null) return null;
    this.#due = false;
    this.#draft = {
      units: this.#hooks.filter((hook) => hook.isReported()).map((hook): UnitReport => hook.report()),
    };
    return this.#draft;
  }

  told(draft: OrderDraft): void {
    if (draft === this.#draft) this.#draft = null;
  }

  begin(): void {
    this.#changed();
  }

  /** The agent stops: nobody would be here to resume them, so they run again now. */
  async releaseAll(): Promise<void> {
    await Promise.all(this.#hooks.map((hook) => hook.release()));
  }

  /** Asks the health hooks; on its own from time to time. */
  look(): Promise<void>[] {
    return this.#hooks.map((hook) => hook.look());
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #changed(): void {
    this.#due = true;
    this.#options.wake();
  }

  /** Tells how they are from time to time, also when nothing changes. */
  #again(): void {
    clearTimeout(this.#timer);
    const held = this.#hooks.some((hook) => hook.unit.state !== "running");
    this.#timer = setTimeout(
      () => {
        void this.look();
        this.#changed();
        this.#again();
      },
      held ? heldEveryMs : runningEveryMs,
    );
    this.#timer.unref();
  }

  #restore(): HeldHook[] {
    const { units, file, log, signal } = this.#options;
    const left = file.read();
    if (left === null) log("what was held cannot be read: all units are resumed");
    const make = (unit: HookUnit, restored: HeldUnit) => {
      const heldBy = left?.get(unit.name)?.heldBy;
      return new HeldHook({
        ...this.#options,
        unit,
        restored,
        heldBy,
        signal,
        onChange: () => this.#onUnit(),
      });
    };
    const known = units.map((unit) => {
      const unknown: HeldUnit = { ...runningUnit, state: "paused" };
      const restored =
        left === null && unit.hooks.resume !== undefined ? unknown : left?.get(unit.name)?.unit;
      return make(unit, restored ?? runningUnit);
    });
    const forgotten = [...(left ?? [])].filter(([name]) => !units.some((unit) => unit.name === name));
    const strangers = forgotten.map(([name, { unit, service, resume }]) => {
      log(`unit ${name} is held and no longer configured: it is resumed`);
      return make({ name, service, hooks: { resume } }, { ...unit, holds: [] });
    });
    return [...known, ...strangers];
  }

  #onUnit(): void {
    this.#changed();
    this.#again();
  }
}
