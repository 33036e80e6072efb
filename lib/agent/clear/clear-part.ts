import type { OrderDraft, OrderPart } from "#lib/client/unit/order-part.ts";
import type { Wake } from "#lib/client/waiting/wake.ts";
import type { Order, OrderResult } from "#lib/contract/orders.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { endHolders } from "#lib/sources/kernel/clear/end-holders.ts";
import type { ClearHands, Named } from "#lib/sources/kernel/clear/hands.ts";
import { letGoOn } from "#lib/sources/kernel/clear/stop-holder.ts";
import type { ClearJournal } from "./journal.ts";

type EndOrder = Extract<Order, { kind: "end-holders" }>;
type Told = Omit<OrderResult, "agoMs">;

export interface ClearPartOptions {
  /** Null when the agent was not started with `--allow-clear`: then every order is refused. */
  journal: ClearJournal | null;
  bootId: string;
  /** Whether this agent has reported a lock of this key. */
  reported: (key: string) => boolean;
  /** Why these processes may not be ended by this agent, whoever orders it; null when they may. */
  forbids?: (holders: readonly Named[]) => string | null;
  hands: ClearHands;
  /** The clock that orders are counted on, ms. */
  nowMs: () => number;
  wake: Wake;
  log: (line: string) => void;
  signal: AbortSignal;
}

const reportPatienceMs = 6_000;
const lookAgainMs = 200;

/** Ends the holders of a lock when ordered to: one order at a time, and each at most once. */
export class ClearPart implements OrderPart {
  readonly #options: ClearPartOptions;
  /** Results that the server does not have yet. */
  readonly #untold = new Map<string, { result: Told; atMs: number }>();
  /** Orders that this session was told the end of. */
  readonly #done = new Set<string>();
  readonly #running = new Set<string>();
  #work: Promise<void> = Promise.resolve();

  /** What an agent before this one left undone is set right at once. */
  constructor(options: ClearPartOptions) {
    this.#options = options;
    this.#recover();
  }

  take(orders: readonly Order[], askedAtMs: number): void {
    for (const order of orders) {
      if (order.kind !== "end-holders" || this.#running.has(order.orderId) || this.#done.has(order.orderId))
        continue;
      const { orderId } = order;
      const known = this.#options.journal?.result(orderId) ?? null;
      if (known !== null)
        this.#say({ orderId, outcome: known.outcome, text: known.text, lines: known.lines });
      else this.#begin(order, askedAtMs + order.remainingMs);
    }
  }

  draft(): OrderDraft | null {
    if (this.#untold.size === 0) return null;
    const nowMs = this.#options.nowMs();
    const some = [...this.#untold.values()].slice(0, 50);
    return {
      results: some.map(({ result, atMs }) => ({ ...result, agoMs: Math.max(0, Math.round(nowMs - atMs)) })),
    };
  }

  told({ results = [] }: OrderDraft): void {
    for (const { orderId, outcome } of results) {
      if (this.#untold.get(orderId)?.result.outcome === outcome) this.#untold.delete(orderId);
    }
  }

  begin(): void {
    this.#done.clear();
  }

  /** When nothing is being done any more. */
  idle(): Promise<void> {
    return this.#work;
  }

  #begin(order: EndOrder, notAfterMs: number): void {
    const { orderId } = order;
    this.#running.add(orderId);
    this.#work = this.#work
      .then(() => this.#obey(order, notAfterMs))
      .catch((error: unknown) => this.#fail(orderId, error))
      .then((result) => {
        this.#running.delete(orderId);
        this.#say(result);
        this.#options.log(`order ${safeText(orderId, 80)}: ${result.text}`);
      });
  }

  async #obey(order: EndOrder, notAfterMs: number): Promise<Told> {
    const { orderId, key, holders, killAfterMs } = order;
    const { journal, reported, forbids, nowMs, hands, bootId, signal } = this.#options;
    const refuse = (text: string): Told => ({ orderId, outcome: "refused", text, lines: [] });
    if (journal === null) return refuse("This agent was not started with --allow-clear.");
    if (journal.wasBegun(orderId)) return this.#fail(orderId, new Error("it was begun before"));
    // An agent that was just started may have the order before it has made its first report.
    const patientUntilMs = Math.min(notAfterMs, nowMs() + reportPatienceMs);
    while (!reported(key) && nowMs() < patientUntilMs && !signal.aborted) await hands.pause(lookAgainMs);
    if (!reported(key)) return refuse("This agent has not reported such a lock.");
    const forbidden = forbids?.(holders) ?? null;
    if (forbidden !== null) return refuse(forbidden);
    if (nowMs() >= notAfterMs) return refuse("The order came too late to be begun.");
    if (signal.aborted) return refuse("This agent was told to stop.");
    journal.note({ order: orderId, what: "begun", bootId, key });
    this.#untold.set(orderId, {
      result: { orderId, outcome: "doing", text: "Ending the holders.", lines: [] },
      atMs: nowMs(),
    });
    this.#options.wake.ring();
    const done = await endHolders({ key, holders, killAfterMs, signal }, hands, (step) =>
      journal.note({ order: orderId, ...step }),
    );
    return this.#finish({ orderId, ...done });
  }

  #finish(result: Told): Told {
    const { orderId, outcome, text } = result;
    const lines = result.lines.slice(0, 100).map((line) => safeText(line, 500));
    if (outcome === "doing") return result;
    this.#options.journal?.note({ order: orderId, what: "ended", outcome, text, lines });
    return { ...result, lines };
  }

  /** Something went wrong that is no answer of the host: above all, a journal that cannot be written. */
  #fail(orderId: string, error: unknown): Told {
    const why = safeText(error instanceof Error ? error.message : String(error), 300);
    return { orderId, outcome: "failed", text: `The order could not be carried out: ${why}.`, lines: [] };
  }

  #say(result: Told): void {
    if (result.outcome !== "doing") this.#done.add(result.orderId);
    this.#untold.set(result.orderId, { result, atMs: this.#options.nowMs() });
    this.#options.wake.ring();
  }

  #recover(): void {
    const { journal, hands, bootId } = this.#options;
    for (const { order, stopped, ending, ...left } of journal?.unfinished() ?? []) {
      const sameBoot = left.bootId === bootId;
      const lines = sameBoot ? stopped.map((one) => letGoOn(hands, one)).filter((line) => line !== null) : [];
      const how = sameBoot ? "the agent ended in the middle" : "the host went down in the middle";
      const sofar = ending ? "the holders had been told to end" : "nobody had been told to end";
      const text = `interrupted: ${how}; ${sofar}.`;
      this.#say(this.#finish({ orderId: order, outcome: "failed", text, lines }));
      this.#options.log(`order ${safeText(order, 80)}: ${text}`);
    }
  }
}
