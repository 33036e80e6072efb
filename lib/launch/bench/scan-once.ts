import { readFileSync } from "node:fs";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { KernelScanner } from "#lib/sources/kernel/scanner.ts";
import { SearchHelper } from "#lib/sources/kernel/search-helper.ts";

/**
 * Run as a process of its own, so that the first scan is cold: scans once, then measures steady scans against
 * single reads of `/proc/locks`, in turns. Prints one line of JSON.
 */
const rounds = 25;
// As an agent does it: with a second thread, whose start is part of the first scan, and which then ends.
const started = performance.now();
const proc = new ProcFs();
const helper = SearchHelper.ifWorthwhile(proc);
const scanner = new KernelScanner({ node: "bench", clock: { monoMs: monotonicMs }, proc, helper });
const first = scanner.scan();
const coldMs = performance.now() - started;
helper?.close();
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
