import type { ConfigReport, Order, TelemetryPoint } from "#lib/contract/orders.ts";
import { measureNode } from "./measure.ts";

type ConfigOrder = Extract<Order, { kind: "config" }>;

/** The file as the fleet was given it last. */
export interface FleetFile {
  content: string;
  hash: string;
  touchedBy: string | null;
  touchedAt: number;
}

/** How a new content comes to a node. Times are of the fleet's monotonic clock. */
export interface Delivery {
  fromMs: number;
  /** It sends the content unasked: the first of the fleet, from which the server has it. */
  sends: boolean;
  /** Whether it may be told of: what one node alone has told of is a version by then. */
  isKnown: (nowMs: number) => boolean;
}

/** What a canary node does with its shadow, as the fleet arranges it. */
export interface ShadowPart {
  /** It looks at the lock itself after this long; null: it takes the order's word that all is well. */
  lookAfterMs: number | null;
  isBad: boolean;
}

export interface SimConfigOptions {
  seed: string;
  node: string;
  config: string;
  monoMs: () => number;
  /** Its own look at the lock: why it may not touch the file; null when it may. */
  mismatch: () => string | null;
  shadowPart: (operationId: string) => ShadowPart;
  onChange: () => void;
}

/** The configuration on one simulated node: runs what is promoted, tries a shadow, and checks the lock itself. */
export class SimConfig {
  readonly #options: SimConfigOptions;
  #file: FleetFile | null = null;
  #next: { file: FleetFile; delivery: Delivery } | null = null;
  #sends = false;
  #sentHash: string | null = null;
  /** Hash of what it runs, where that is not the file that it was given. */
  #running: string | null = null;
  #order: ConfigOrder | null = null;
  #answered: string | null = null;
  #shadow: { orderId: string; fromMs: number; part: ShadowPart; report: ConfigReport["shadow"] } | null =
    null;
  #refusal: ConfigReport["refusal"] = null;
  #trouble: string | null = null;
  #measuredMs = Number.NEGATIVE_INFINITY;

  constructor(options: SimConfigOptions) {
    this.#options = options;
  }

  get hasFile(): boolean {
    return this.#file !== null;
  }

  /** It runs this content from then on: who wrote it is heard of before those who follow. */
  setFile(file: FleetFile, delivery: Delivery): void {
    this.#next = { file, delivery };
  }

  /** Hash of the newest content that the server has from it. */
  get sentHash(): string | null {
    return this.#sentHash;
  }

  /** The server has this report. */
  told({ running, content }: ConfigReport): void {
    if (content !== null) this.#sentHash = running?.hash ?? null;
  }

  take(orders: readonly Order[]): void {
    const order = orders.find(
      (one): one is ConfigOrder => one.kind === "config" && one.config === this.#options.config,
    );
    this.#order = order ?? null;
    if (order !== undefined) {
      this.#followShadow(order);
      this.#followRunning(order);
      this.#answered = order.orderId;
    } else this.#shadow = null;
    this.#options.onChange();
  }

  /** What time alone changes: a new content comes, and a canary node looks at the lock after a while. */
  tick(nowMs: number): void {
    this.#takeNext(nowMs);
    const shadow = this.#shadow;
    if (shadow === null || shadow.report?.state !== "accepted" || shadow.part.lookAfterMs === null) return;
    if (nowMs - shadow.fromMs < shadow.part.lookAfterMs) return;
    const mismatch = this.#order?.lockMismatch ?? this.#options.mismatch();
    const { version } = shadow.report;
    const report =
      mismatch === null
        ? shadow.report
        : { version, state: "refused" as const, reason: this.#words(mismatch) };
    this.#shadow = { ...shadow, part: { ...shadow.part, lookAfterMs: null }, report };
    if (mismatch !== null) this.#options.onChange();
  }

  report(): ConfigReport | null {
    const { config } = this.#options;
    const file = this.#file;
    if (file === null) return null;
    const hash = this.#running ?? file.hash;
    return {
      config,
      path: `/opt/fleet/${config.replace(/^drill:/, "")}`,
      running: { hash, version: null },
      shadow: this.#shadow?.report ?? null,
      touchedAt: file.touchedAt,
      touchedBy: file.touchedBy,
      trouble: this.#trouble,
      can: ["apply", "rollback", "telemetry"],
      orderId: this.#answered,
      refusal: this.#refusal,
      content: hash === file.hash && this.#isWanted(hash) ? file.content : null,
    };
  }

  /** What it measures, when it is time for that. */
  telemetry(nowMs: number): TelemetryPoint[] {
    const everyMs = this.#order?.telemetryEveryMs ?? 0;
    if (everyMs === 0 || this.#file === null || nowMs - this.#measuredMs < everyMs) return [];
    this.#measuredMs = nowMs;
    const { seed, node, config } = this.#options;
    const shadow = this.#shadow?.report?.state === "accepted" ? this.#shadow : null;
    return measureNode({
      seed,
      node,
      config,
      nowMs,
      shadowFromMs: shadow?.fromMs ?? null,
      shadowIsBad: shadow?.part.isBad ?? false,
    });
  }

  get measures(): boolean {
    return (this.#order?.telemetryEveryMs ?? 0) > 0;
  }

  #isWanted(hash: string): boolean {
    return this.#order?.want === hash || (this.#sends && this.#sentHash !== hash);
  }

  #takeNext(nowMs: number): void {
    const next = this.#next;
    if (next === null || nowMs < next.delivery.fromMs || !next.delivery.isKnown(nowMs)) return;
    this.#next = null;
    this.#sends = next.delivery.sends;
    if (this.#file?.hash === next.file.hash && this.#running === null && !this.#sends) return;
    this.#file = next.file;
    this.#running = null;
    this.#options.onChange();
  }

  #followShadow({ shadow, orderId, operationId }: ConfigOrder): void {
    if (shadow === null) {
      this.#shadow = null;
      return;
    }
    if (this.#shadow?.orderId === orderId) return;
    const part = this.#options.shadowPart(operationId ?? "");
    const report = { version: shadow.version, state: "accepted" as const, reason: null };
    this.#shadow = { orderId, fromMs: this.#options.monoMs(), part, report };
  }

  #followRunning({ promoted, insist, lockMismatch, operationId, replaces }: ConfigOrder): void {
    this.#trouble = null;
    this.#refusal = null;
    const hash = this.#running ?? this.#file?.hash;
    if (promoted === null || hash === undefined || promoted.hash === hash) return;
    // What somebody wrote stands until an operation that was reviewed says otherwise.
    const isOwn = this.#running !== null || replaces.includes(hash);
    if (!isOwn && insist && operationId === null) return;
    const mismatch = lockMismatch ?? this.#options.mismatch();
    if (mismatch === null) this.#running = promoted.hash;
    else if (insist) this.#trouble = this.#words(mismatch);
    else this.#refusal = { version: promoted.version, reason: this.#words(mismatch) };
  }

  #words(mismatch: string): string {
    return `lock mismatch: ${this.#options.config} ${mismatch}`;
  }
}
