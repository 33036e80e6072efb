import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError, UnreachableError } from "#lib/client/http.ts";
import type { Acquire, Grant } from "#lib/contract/leases.ts";
import type { LeaseClient } from "./lease-client.ts";
import type { RunStatus } from "./status.ts";

/** Enough for the request to be in the queue; until it is there, again after so long. */
const firstTellMs = 100;
const tellEveryMs = 2_000;
const retryMs = 500;

export interface WaitOptions {
  client: LeaseClient;
  ask: Acquire;
  nowMs: () => number;
  report: (status: RunStatus) => void;
  signal: AbortSignal;
}

/**
 * Acquires, waiting in the queue for up to `ask.waitMs`. While the server is away, or a drain keeps new leases from this
 * session, it asks again, as the place in the queue is lost with it anyway. Rejects with the server's own answer, or when the signal says so.
 */
export async function waitForLease(options: WaitOptions): Promise<{ grant: Grant; sentAtMs: number }> {
  const { client, ask, nowMs, signal } = options;
  const deadlineMs = nowMs() + ask.waitMs;
  const done = new AbortController();
  const telling =
    ask.waitMs > 0 ? tellPlace(options, deadlineMs, AbortSignal.any([done.signal, signal])) : null;
  try {
    for (;;) {
      const sentAtMs = nowMs();
      const waitMs = Math.max(0, Math.round(deadlineMs - sentAtMs));
      try {
        return { grant: await client.acquire({ ...ask, waitMs }, signal), sentAtMs };
      } catch (error) {
        if (!isForAWhile(error) || nowMs() + retryMs >= deadlineMs) throw error;
      }
      await sleep(retryMs, undefined, { signal });
    }
  } finally {
    done.abort();
    await telling;
  }
}

function isForAWhile(error: unknown): boolean {
  return error instanceof UnreachableError || (error instanceof ProblemError && error.code === "not-now");
}

/** Says the place in the queue, at the start and whenever it changes. */
async function tellPlace(options: WaitOptions, deadlineMs: number, signal: AbortSignal): Promise<void> {
  const { client, ask, nowMs, report } = options;
  let said = "";
  while (!signal.aborted) {
    await sleep(said === "" ? firstTellMs : tellEveryMs, undefined, { signal }).catch(() => undefined);
    const queue = signal.aborted ? null : await client.queue(ask.sessionId, signal).catch(() => null);
    if (queue === null || queue.place === null || signal.aborted) continue;
    const now = `${queue.place}/${queue.waiters}`;
    if (now !== said) report({ event: "waiting", ...queue, leftMs: Math.max(0, deadlineMs - nowMs()) });
    said = now;
  }
}
