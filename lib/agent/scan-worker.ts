import { parentPort, workerData } from "node:worker_threads";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { observeProcess } from "#lib/sources/kernel/observe.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { KernelScanner } from "#lib/sources/kernel/scanner.ts";
import { readUsers } from "#lib/sources/kernel/users.ts";
import { resourceNamer } from "./resource-rules.ts";
import type { ScanNews, ScanOrder, ScanWorkerData } from "./scan-messages.ts";

// A thread of its own: scanning reads /proc synchronously, and the agent must beat meanwhile.
const { node, rules } = workerData as ScanWorkerData;
const proc = new ProcFs();
const scanner = new KernelScanner({
  node,
  clock: { monoMs: monotonicMs },
  proc,
  users: readUsers(),
  resourceOf: resourceNamer(rules),
});
let first = true;

function look({ watch }: ScanOrder): ScanNews {
  const result = scanner.scan();
  const endedMs = monotonicMs();
  const news: ScanNews = {
    all: first,
    changed: result.changed.map((facts) => ({
      facts,
      firstSeenMs: scanner.firstSeenMs(facts.key) ?? endedMs,
    })),
    gone: result.gone,
    scanMs: result.scanMs,
    endedMs,
    limitations: result.limitations,
    observations: watch.map((asked) => ({
      process: asked,
      status: observeProcess(proc, scanner.view, asked),
    })),
  };
  first = false;
  return news;
}

parentPort?.on("message", (order: ScanOrder) => parentPort?.postMessage(look(order)));
