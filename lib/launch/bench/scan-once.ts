import { readFileSync } from "node:fs";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { KernelScanner } from "#lib/sources/kernel/scanner.ts";

/**
 * Run as a process of its own, so that the first scan is cold: scans once, then measures steady scans against
 * single reads of `/proc/locks`, in turns. Prints one line of JSON.
 */
const rounds = 25;
const scanner = new KernelScanner({ node: "bench", clock: { monoMs: monotonicMs } });
const started = performance.now();
const first = scanner.scan();
const coldMs = performance.now() - started;
const scans: number[] = [];
const reads: number[] = [];
for (let i = 0; i < rounds; i += 1) {
  reads.push(timed(() => readFileSync("/proc/locks")));
  scans.push(timed(() => scanner.scan()));
}
const ghosts = first.changed.filter((lock) => lock.takers.some((taker) => taker.status === "gone")).length;
process.stdout.write(
  `${JSON.stringify({ coldMs, locks: first.changed.length, ghosts, scans, reads, processMs: performance.now() })}\n`,
);

function timed(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
