import { safeText } from "#lib/domain/safe-text.ts";

export interface Reading {
  metric: string;
  value: number;
}

const metricMaxChars = 60;
const metricName = /^[A-Za-z_][\w.:/-]*$/;

/**
 * Readings from what a telemetry hook printed: lines `name=value`, or lines of JSON with numbers by name. Lines that
 * are neither are counted, not guessed at; the last value of a name wins. At most `most` names.
 */
export function parseTelemetry(output: string, most: number): { readings: Reading[]; unread: number } {
  const values = new Map<string, number>();
  let unread = 0;
  for (const line of output.split("\n")) {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) continue;
    const found = text.startsWith("{") ? jsonReadings(text) : lineReading(text);
    if (found === null) unread += 1;
    for (const { metric, value } of found ?? [])
      if (values.size < most || values.has(metric)) values.set(metric, value);
  }
  return { readings: [...values].map(([metric, value]) => ({ metric, value })), unread };
}

function lineReading(text: string): Reading[] | null {
  const cut = text.indexOf("=");
  if (cut < 1) return null;
  const metric = text.slice(0, cut).trim();
  const value = text.slice(cut + 1).trim();
  return isMetric(metric) && value !== "" && Number.isFinite(Number(value))
    ? [{ metric, value: Number(value) }]
    : null;
}

function jsonReadings(text: string): Reading[] | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const numbers = Object.entries(json as Record<string, unknown>).flatMap(([metric, value]) =>
    typeof value === "number" && Number.isFinite(value) && isMetric(metric) ? [{ metric, value }] : [],
  );
  return numbers.length > 0 ? numbers : null;
}

function isMetric(name: string): boolean {
  return name.length <= metricMaxChars && metricName.test(name) && safeText(name) === name;
}

export interface Point {
  /** Monotonic clock of the observer, ms. */
  monoMs: number;
  /** Wall clock of the observer, ms; for showing. */
  at: number;
  value: number;
}

/** The last values of one metric, oldest first, at most `size` of them. */
export class TelemetryRing {
  readonly #size: number;
  #points: Point[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** A point that is older than the newest is dropped: it came twice, or late. */
  add(point: Point): void {
    const last = this.#points.at(-1);
    if (last !== undefined && point.monoMs <= last.monoMs) return;
    this.#points.push(point);
    // Cut in large pieces, not with every point.
    if (this.#points.length >= this.#size * 2) this.#points = this.#points.slice(-this.#size);
  }

  points(): readonly Point[] {
    return this.#points.length > this.#size ? this.#points.slice(-this.#size) : this.#points;
  }

  /** The newest value not older than `maxAgeMs`. */
  latest(nowMonoMs: number, maxAgeMs: number): number | null {
    const last = this.#points.at(-1);
    return last === undefined || nowMonoMs - last.monoMs > maxAgeMs ? null : last.value;
  }

  /** The last `count` values since `sinceMonoMs`. */
  recent(count: number, sinceMonoMs: number): number[] {
    return this.#points.slice(-count).flatMap(({ monoMs, value }) => (monoMs >= sinceMonoMs ? [value] : []));
  }
}
