import { holdsOf } from "#lib/client/unit/holds-of.ts";
import type { OrderDraft, OrderPart } from "#lib/client/unit/order-part.ts";
import { UnitKeeper } from "#lib/client/unit/unit-keeper.ts";
import type { GuardNote, Order } from "#lib/contract/orders.ts";
import { holdRemainingMs, lastHold } from "#lib/domain/operations/hold.ts";

export interface GuardPartOptions {
  service: string;
  resource: string;
  monoMs: () => number;
  /** Resolves when what runs is finished; nothing is begun while it is paused. */
  finish: () => Promise<void>;
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
  /** What the server does not have yet. */
  #notes: { note: Omit<GuardNote, "agoMs">; atMs: number }[] = [];
  #numbers = 0;
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

  /** For the timeline of the file. While the server is away, the newest are kept. */
  note(seen: Partial<GuardNote> & Pick<GuardNote, "what">): void {
    this.#numbers += 1;
    const note = { ...nothing, ...seen, resource: this.#options.resource, number: this.#numbers };
    this.#notes = [...this.#notes, { note, atMs: this.#options.monoMs() }].slice(-notesMax);
    this.#changed();
  }

  take(orders: readonly Order[], askedAtMs: number): void {
    this.#keeper.take(holdsOf(orders, unitName, askedAtMs));
  }

  draft(): OrderDraft | null {
    if (!this.#due && this.#draft === null) return null;
    const { unit, note } = this.#keeper;
    const nowMs = this.#options.monoMs();
    this.#due = false;
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
          holdRemainingMs: holdRemainingMs(unit, nowMs),
          note,
        },
      ],
      notes: this.#notes.map((one) => ({ ...one.note, agoMs: Math.max(0, Math.round(nowMs - one.atMs)) })),
    };
    return this.#draft;
  }

  told(draft: OrderDraft): void {
    if (draft === this.#draft) this.#draft = null;
    const last = draft.notes?.at(-1)?.number ?? 0;
    this.#notes = this.#notes.filter(({ note }) => note.number > last);
  }

  begin(): void {
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
const notesMax = 100;
const nothing = { hash: null, by: null, clean: null, because: null };
