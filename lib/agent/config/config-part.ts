import { runHook } from "#lib/agent/hooks/run-hook.ts";
import type { OrderDraft, OrderPart } from "#lib/client/unit/order-part.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import type { Order, TelemetryPoint } from "#lib/contract/orders.ts";
import { limits } from "#lib/domain/limits.ts";
import type { ConfigEntry } from "./config-entry.ts";
import { ConfigKeeper, type ConfigOrder, type VersionRef } from "./config-keeper.ts";
import type { ConfigState } from "./config-state.ts";
import { measure } from "./config-telemetry.ts";
import { signatureOf } from "./running-file.ts";

export interface ConfigPartOptions {
  entries: readonly ConfigEntry[];
  state: ConfigState;
  content: (config: string, version: VersionRef) => Promise<Buffer>;
  monoMs: () => number;
  wake: () => void;
  log: (line: string) => void;
  signal: AbortSignal;
  /** How long a fresh agent waits for the server before it goes back to what was promoted by itself. */
  fallBackMs?: number;
}

type StampedPoint = Omit<TelemetryPoint, "agoMs"> & { monoMs: number };

const lookEveryMs = 1_000;
const fallBackMs = 10_000;
const pointsKept = 5_000;

/** The configurations of this host as a part of what the server may order. */
export class ConfigPart implements OrderPart {
  readonly #options: ConfigPartOptions;
  readonly #seats: Seat[];
  #points: StampedPoint[] = [];
  #heard = false;

  constructor(options: ConfigPartOptions) {
    this.#options = options;
    this.#seats = options.entries.map((entry) => new Seat(entry, options));
  }

  /** Works until told to stop: looks at the files, does the orders, measures. */
  async run(): Promise<void> {
    await Promise.all([
      ...this.#seats.flatMap((seat) => [this.#keep(seat), this.#measure(seat)]),
      this.#fallBackLater(),
    ]);
  }

  take(orders: readonly Order[]): void {
    this.#heard = true;
    const own = new Map(
      orders.flatMap((order) => (order.kind === "config" ? [[order.config, order] as const] : [])),
    );
    for (const seat of this.#seats) seat.want(own.get(seat.keeper.entry.name) ?? null);
  }

  draft(): OrderDraft | null {
    const nowMs = this.#options.monoMs();
    const configs = this.#seats.flatMap((seat) => seat.news());
    const telemetry = this.#points
      .slice(0, limits.telemetryPointsPerReportMax)
      .map(({ monoMs, ...point }) => ({ ...point, agoMs: Math.max(0, Math.round(nowMs - monoMs)) }));
    if (configs.length === 0 && telemetry.length === 0) return null;
    return { configs, telemetry };
  }

  told({ configs = [], telemetry = [] }: OrderDraft): void {
    this.#points = this.#points.slice(telemetry.length);
    for (const report of configs) {
      const text = JSON.stringify(report);
      for (const seat of this.#seats) if (seat.keeper.entry.name === report.config) seat.told(text);
    }
    if (this.#points.length > 0) this.#options.wake();
  }

  begin(): void {
    for (const seat of this.#seats) seat.forget();
    this.#points = [];
    this.#options.wake();
  }

  async #keep(seat: Seat): Promise<void> {
    const { signal, wake, log } = this.#options;
    while (!signal.aborted) {
      if (await seat.look()) wake();
      const trouble = seat.newTrouble();
      if (trouble !== null) log(`${seat.keeper.entry.path}: ${trouble}`);
      await seat.rest(lookEveryMs, signal);
    }
  }

  async #measure(seat: Seat): Promise<void> {
    const { signal, monoMs, wake } = this.#options;
    const { keeper } = seat;
    const hook = keeper.entry.hooks.telemetry;
    if (hook === undefined) return;
    await measure({
      config: keeper.entry.name,
      everyMs: () => seat.order?.telemetryEveryMs ?? 0,
      variants: () => (keeper.hasShadow ? ["running", "shadow"] : ["running"]),
      run: (variant) => {
        const version = variant === "shadow" ? (seat.order?.shadow ?? null) : (seat.order?.promoted ?? null);
        return runHook(hook, { env: keeper.environment(variant, version), signal });
      },
      monoMs,
      onPoint: (point) => {
        this.#points.push(point);
        if (this.#points.length > pointsKept) this.#points = this.#points.slice(-pointsKept);
        wake();
      },
      signal,
    });
  }

  /** An agent that was killed in the middle, on a host that cannot reach its server, comes back to what was promoted. */
  async #fallBackLater(): Promise<void> {
    const { signal } = this.#options;
    await pause(this.#options.fallBackMs ?? fallBackMs, signal);
    if (signal.aborted || this.#heard) return;
    for (const seat of this.#seats) {
      await seat.keeper.fallBack();
      seat.forget();
    }
    this.#options.wake();
  }
}

/** One configuration with what is wanted of it, and what the server was told. */
class Seat {
  readonly keeper: ConfigKeeper;
  order: ConfigOrder | null = null;
  #due = true;
  #wake: (() => void) | null = null;
  #signature = "";
  #report: string | null = null;
  #told: string | null = null;
  #trouble: string | null = null;

  constructor(entry: ConfigEntry, { state, content, signal }: ConfigPartOptions) {
    this.keeper = new ConfigKeeper({ entry, state, content, signal });
  }

  want(order: ConfigOrder | null): void {
    this.order = order;
    this.#due = true;
    this.#wake?.();
  }

  /** Follows the order if there is anything to do; true when there is something to report. */
  async look(): Promise<boolean> {
    const signature = signatureOf(this.keeper.entry.path);
    if (!this.#due && signature === this.#signature && !this.keeper.isTroubled) return false;
    this.#due = false;
    const { order } = this;
    if (order !== null) await this.keeper.follow(order);
    this.#signature = signatureOf(this.keeper.entry.path);
    this.#report = JSON.stringify(this.keeper.report(this.order?.want ?? null));
    return this.#report !== this.#told;
  }

  /** What the server does not know yet. */
  news() {
    if (this.#report === null || this.#report === this.#told) return [];
    return [JSON.parse(this.#report) as ReturnType<ConfigKeeper["report"]>];
  }

  told(report: string): void {
    this.#told = report;
  }

  forget(): void {
    this.#told = null;
    this.#due = true;
    this.#wake?.();
  }

  /** A trouble that was not said yet. */
  newTrouble(): string | null {
    const trouble =
      this.#report === null ? null : (JSON.parse(this.#report) as { trouble: string | null }).trouble;
    const isNew = trouble !== null && trouble !== this.#trouble;
    this.#trouble = trouble;
    return isNew ? trouble : null;
  }

  async rest(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#due) return;
    const rung = new AbortController();
    this.#wake = () => rung.abort();
    await pause(ms, AbortSignal.any([signal, rung.signal]));
    this.#wake = null;
  }
}
