import { readFileSync } from "node:fs";

/**
 * Milliseconds since the boot, in steps of 10 ms, the same in every process of this host. It goes on while the
 * machine sleeps, as the server's clock does: a lease runs out in a suspended machine too.
 */
export function bootClockMs(): number {
  try {
    const seconds = Number.parseFloat(readFileSync("/proc/uptime", "utf8"));
    if (Number.isFinite(seconds)) return seconds * 1000;
  } catch {
    // No proc here: the clock that stops with the machine is the best there is.
  }
  return Number(process.hrtime.bigint() / 1_000_000n);
}
