import type { Clock } from "#lib/domain/clock.ts";

interface Slots {
  /** Monotonic times of attempts that still count, ascending. */
  times: number[];
}

export interface AttemptRule {
  max: number;
  windowMs: number;
  /** Keys kept at once: a flood of made-up accounts must not fill the memory. */
  maxKeys: number;
}

export type Attempt = { allowed: true; giveBack: () => void } | { allowed: false; retryAfterMs: number };

/**
 * Counts attempts in a sliding window by several keys at once. An attempt is counted when it starts, so that many
 * at the same time cannot slip through; one that succeeded is given back, so that people behind one proxy do not
 * lock each other out by signing in.
 */
export class AttemptLimiter {
  readonly #clock: Clock;
  readonly #rule: AttemptRule;
  readonly #byKey = new Map<string, Slots>();

  constructor(clock: Clock, rule: AttemptRule) {
    this.#clock = clock;
    this.#rule = rule;
  }

  /** Takes one slot of every key, or none at all when one of them is used up. */
  take(keys: string[]): Attempt {
    const now = this.#clock.monoMs();
    const waits = keys.map((key) => this.#waitMs(key, now));
    const retryAfterMs = Math.max(...waits);
    if (retryAfterMs > 0) return { allowed: false, retryAfterMs };
    for (const key of keys) this.#slots(key).times.push(now);
    return { allowed: true, giveBack: () => this.#giveBack(keys, now) };
  }

  #waitMs(key: string, now: number): number {
    const slots = this.#byKey.get(key);
    if (slots === undefined) return 0;
    slots.times = slots.times.filter((time) => now - time < this.#rule.windowMs);
    const oldest = slots.times[0];
    if (oldest === undefined || slots.times.length < this.#rule.max) return 0;
    return Math.max(1, oldest + this.#rule.windowMs - now);
  }

  #slots(key: string): Slots {
    const slots = this.#byKey.get(key) ?? { times: [] };
    // Taken out and put back, so that the map stays in order of use and the longest unused goes first.
    this.#byKey.delete(key);
    this.#byKey.set(key, slots);
    if (this.#byKey.size > this.#rule.maxKeys) this.#byKey.delete(this.#byKey.keys().next().value as string);
    return slots;
  }

  #giveBack(keys: string[], at: number): void {
    for (const key of keys) {
      const slots = this.#byKey.get(key);
      const place = slots?.times.indexOf(at) ?? -1;
      if (place >= 0) slots?.times.splice(place, 1);
    }
  }
}

/**
 * The key of an address. IPv6 is cut to its /64, the smallest block that a customer gets: within it addresses
 * are free, so counting single ones would count nothing.
 */
export function addressKey(address: string | null): string {
  if (address === null) return "address:none";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return `address:${mapped}`;
  if (!address.includes(":")) return `address:${address}`;
  return `address:${firstGroups(address.split("%")[0] ?? address)}::/64`;
}

function firstGroups(address: string): string {
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
