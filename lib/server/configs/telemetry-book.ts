import type { TelemetryPoint } from "#lib/contract/orders.ts";
import type { Clock } from "#lib/domain/clock.ts";
import { isMixed } from "#lib/domain/drill/world.ts";
import { limits } from "#lib/domain/limits.ts";
import { type Point, TelemetryRing } from "#lib/domain/operations/telemetry.ts";

export type Variant = TelemetryPoint["variant"];

/** The last values that hooks printed, by configuration, node, metric and variant. In memory: they are measurements. */
export class TelemetryBook {
  readonly #clock: Clock;
  readonly #nodes = new Map<string, Map<string, Map<string, TelemetryRing>>>();
  #series = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ages are counted back from now, on this machine's clock. What is beyond the limits is dropped. */
  take(node: string, points: readonly TelemetryPoint[]): void {
    const nowMs = this.#clock.monoMs();
    const nowAt = this.#clock.wallMs();
    for (const { config, metric, variant, value, agoMs } of points) {
      if (!Number.isFinite(value) || isMixed([node, config])) continue;
      this.#ring(config, node, metric, variant)?.add({ monoMs: nowMs - agoMs, at: nowAt - agoMs, value });
    }
  }

  ring(config: string, node: string, metric: string, variant: Variant): TelemetryRing | null {
    return this.#nodes.get(config)?.get(node)?.get(keyOf(metric, variant)) ?? null;
  }

  /** Points of one metric, oldest first. */
  points(config: string, node: string, metric: string, variant: Variant): readonly Point[] {
    return this.ring(config, node, metric, variant)?.points() ?? [];
  }

  /** Metrics that a node has sent, in the order of their names. */
  metrics(config: string, node: string): string[] {
    const keys = this.#nodes.get(config)?.get(node)?.keys() ?? [];
    return [...new Set([...keys].map((key) => key.slice(key.indexOf(" ") + 1)))].sort();
  }

  /** Its configuration was taken away. */
  forget(config: string): void {
    for (const rings of this.#nodes.get(config)?.values() ?? []) this.#series -= rings.size;
    this.#nodes.delete(config);
  }

  #ring(config: string, node: string, metric: string, variant: Variant): TelemetryRing | null {
    const nodes = this.#nodes.get(config) ?? new Map<string, Map<string, TelemetryRing>>();
    const rings = nodes.get(node) ?? new Map<string, TelemetryRing>();
    const known = rings.get(keyOf(metric, variant));
    if (known !== undefined) return known;
    const full = rings.size >= 2 * limits.telemetryMetricsMax || this.#series >= limits.telemetrySeriesMax;
    if (full) return null;
    const ring = new TelemetryRing(limits.telemetryRingSize);
    this.#series += 1;
    this.#nodes.set(config, nodes);
    nodes.set(node, rings);
    rings.set(keyOf(metric, variant), ring);
    return ring;
  }
}

function keyOf(metric: string, variant: Variant): string {
  return `${variant} ${metric}`;
}
