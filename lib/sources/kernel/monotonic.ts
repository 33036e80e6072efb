/** Monotonic time in ms, the same in every thread of this process: `performance.now()` has another start in each. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}
