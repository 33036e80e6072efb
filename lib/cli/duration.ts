import { usage } from "./failure.ts";

const unitsMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `10s`, `500ms`, `2m`, `1.5h`, or a number of seconds; as whole ms within the range. Throws a usage failure. */
export function parseDuration(flag: string, text: string, range: { minMs: number; maxMs: number }): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(text);
  const ms = match === null ? Number.NaN : Math.round(Number(match[1]) * (unitsMs[match[2] ?? "s"] ?? 1));
  if (Number.isNaN(ms))
    throw usage(`${flag} must be a duration such as 10s, 500ms or 2m, not ${JSON.stringify(text)}`);
  if (ms < range.minMs || ms > range.maxMs) {
    throw usage(`${flag} must be from ${range.minMs / 1_000} s to ${range.maxMs / 1_000} s, not ${text}`);
  }
  return ms;
}
