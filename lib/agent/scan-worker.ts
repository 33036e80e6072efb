import { parentPort, workerData } from "node:worker_threads";
import type { LockFacts } from "#lib/sources/kernel/describe.ts";
import type { KeptTakers } from "#lib/sources/kernel/kept-takers.ts";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { observeProcess } from "#lib/sources/kernel/observe.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { KernelScanner } from "#lib/sources/kernel/scanner.ts";
import { readUsers } from "#lib/sources/kernel/users.ts";
import { resourceNamer } from "./resource-rules.ts";
import type { ScanNews, ScanOrder, ScanWorkerData } from "./scan-messages.ts";
import { tunables } from "./tunables.ts";

// A thread of its own: scanning reads /proc synchronously, and the agent must beat meanwhile.
const { node, rules, kept, below } = workerData as ScanWorkerData;
const proc = new ProcFs();
const scanner = new KernelScanner({
  node,
  clock: { monoMs: monotonicMs },
  proc,
  users: readUsers(),
  resourceOf: resourceNamer(rules),
  kept,
});
/** Of a worker that looks below one folder: what it told of, also where the path cannot be read any more. */
const told = new Set<string>();
let first = true;
let keptMs = Number.NEGATIVE_INFINITY;

function look({ watch }: ScanOrder): ScanNews {
  const result = scanner.scan();
  const endedMs = monotonicMs();
  const news: ScanNews = {
    all: first,
    changed: result.changed.filter(isMeant).map((facts) => ({
      facts,
      firstSeenMs: scanner.firstSeenMs(facts.key) ?? endedMs,
    })),
    gone: result.gone,
    scanMs: result.scanMs,
    endedMs,
    limitations: result.limitations,
    kept: keep(result.changed.length + result.gone.length > 0, endedMs),
    observations: watch.map((asked) => ({
      process: asked,
      status: observeProcess(proc, scanner.view, asked),
    })),
  };
  first = false;
  return news;
}

function isMeant({ key, path }: LockFacts): boolean {
  if (below === null) return true;
  if (path?.startsWith(`${below}/`) === true) told.add(key);
  return told.has(key);
}

/** What is kept ages with every process that is started, so it is said from time to time without a change too. */
function keep(isChanged: boolean, nowMs: number): KeptTakers | null {
  if (!isChanged && nowMs < keptMs + tunables.keepTakersEveryMs) return null;
  keptMs = nowMs;
  return scanner.keep();
}

parentPort?.on("message", (order: ScanOrder) => parentPort?.postMessage(look(order)));
