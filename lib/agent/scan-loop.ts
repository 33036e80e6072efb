import { Worker } from "node:worker_threads";
import { backoffMs } from "#lib/client/waiting/backoff.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { KeptTakers } from "#lib/sources/kernel/kept-takers.ts";
import type { ScanNews, ScanOrder, ScanWorkerData } from "./scan-messages.ts";
import type { TakerFile } from "./taker-file.ts";
import { tunables } from "./tunables.ts";

export interface ScanLoopOptions extends Omit<ScanWorkerData, "kept"> {
  takers: TakerFile;
  everyMs: () => number;
  watch: () => readonly ProcessIdentity[];
  onNews: (news: ScanNews) => void;
  /** What is known of takers cannot be kept on disk, or can again (null). */
  onForgetful: (trouble: string | null) => void;
  /** The scan does not work, or does again (null): what to say about it. */
  onTrouble: (trouble: string | null) => void;
  signal: AbortSignal;
}

/**
 * Scans again and again in a worker thread, never two at once, until told to stop. A worker that dies is started
 * anew, ever slower; one that is stuck is reported, because its last news grow old.
 */
export async function scanLoop(options: ScanLoopOptions): Promise<void> {
  const memory = { kept: options.takers.read() };
  for (let attempt = 0; !options.signal.aborted; attempt += 1) {
    const ran = await runWorker(options, memory);
    if (options.signal.aborted) return;
    if (ran.scans > 0) attempt = 0;
    options.onTrouble(`The scan of kernel locks failed: ${safeText(ran.reason, 300)}`);
    await pause(backoffMs(attempt, Math.random(), tunables.backoff), options.signal);
  }
}

/** A worker that dies hands on what the last of its scans knew, as an agent does over its disk. */
interface Memory {
  kept: KeptTakers | null;
}

async function runWorker(
  options: ScanLoopOptions,
  memory: Memory,
): Promise<{ scans: number; reason: string }> {
  const { node, rules, below, signal } = options;
  const workerData: ScanWorkerData = { node, rules, below, kept: memory.kept };
  const worker = new Worker(new URL("./scan-worker.ts", import.meta.url), { workerData });
  const ended = new AbortController();
  let reason = "the worker ended";
  let scans = 0;
  worker.once("error", (error) => {
    reason = error.message;
  });
  worker.once("exit", () => ended.abort());
  const stop = AbortSignal.any([signal, ended.signal]);
  while (!stop.aborted) {
    const news = await oneScan(worker, { watch: options.watch() }, stop, options.onTrouble);
    if (news === null) break;
    scans += 1;
    options.onTrouble(null);
    if (news.kept !== null) {
      memory.kept = news.kept;
      options.onForgetful(options.takers.write(news.kept));
    }
    options.onNews(news);
    await pause(options.everyMs(), stop);
  }
  await worker.terminate();
  return { scans, reason };
}

function oneScan(
  worker: Worker,
  order: ScanOrder,
  stop: AbortSignal,
  onTrouble: (trouble: string | null) => void,
): Promise<ScanNews | null> {
  return new Promise((resolve) => {
    const stuck = setTimeout(
      () => onTrouble(`The scan of kernel locks takes longer than ${tunables.scanStuckMs / 1000} s.`),
      tunables.scanStuckMs,
    );
    const finish = (news: ScanNews | null) => {
      clearTimeout(stuck);
      worker.off("message", finish);
      stop.removeEventListener("abort", stopped);
      resolve(news);
    };
    const stopped = () => finish(null);
    worker.on("message", finish);
    stop.addEventListener("abort", stopped, { once: true });
    if (stop.aborted) finish(null);
    else worker.postMessage(order);
  });
}
