import { type Api, ProblemError } from "#lib/client/http.ts";
import { backoffMs } from "#lib/client/waiting/backoff.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import type { Wake } from "#lib/client/waiting/wake.ts";
import type { OrdersAnswer, OrdersReport } from "#lib/contract/orders.ts";
import { limits } from "#lib/domain/limits.ts";
import type { OrderDraft, OrderPart } from "./order-part.ts";

export interface OrderLoopOptions {
  api: Api;
  sessionId: string;
  parts: readonly OrderPart[];
  /** Rung by parts that have something to report. */
  wake: Wake;
  /** Goes on while the machine sleeps, where there is such a clock. */
  monoMs: () => number;
  /** Checks an answer of the server; throws for what is none. */
  read: (body: unknown) => OrdersAnswer;
  /** A request did not arrive or was not understood; what this session cannot make good is thrown instead. */
  onFailure: (error: unknown) => void;
  signal: AbortSignal;
}

const requestTimeoutMs = 10_000;
const backoff = { firstMs: 200, mostMs: 5_000 };
/** An answer that took longer only says that there is something new: durations would count from too early. */
const promptMs = 500;

/**
 * Does the orders of a session until told to stop: each new list is handed to all parts, and what they report is sent.
 * The first report goes before the first question: a server that does not know what this session has, such as after a
 * restart of either, would ask nothing of it. Rejects when the server does not know the session, or refuses it.
 */
export async function orderLoops(options: OrderLoopOptions): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const told = Promise.withResolvers<void>();
  const both = [
    tellLoop({ ...options, signal }, told.resolve).finally(told.resolve),
    told.promise.then(() => askLoop({ ...options, signal })),
  ];
  try {
    await Promise.all(both);
  } finally {
    failed.abort();
    await Promise.allSettled(both);
  }
}

/**
 * Asks for the orders, and hands each new list to all parts. While no answer comes nothing is handed over: what parts
 * do then is decided by their own clocks.
 */
async function askLoop(options: OrderLoopOptions): Promise<void> {
  const { api, monoMs, signal } = options;
  let known: string | undefined;
  for (let failures = 0; !signal.aborted; ) {
    const waitMs = known === undefined ? 0 : limits.ordersWaitMaxMs;
    const askedAtMs = monoMs();
    try {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(waitMs + requestTimeoutMs)]);
      const answer = options.read(
        await api.get(pathOf(options), { query: { known, waitMs }, signal: limited }),
      );
      failures = 0;
      if (signal.aborted) return;
      if (answer.version === known) {
        // A server that does not wait, such as one that stops, is not asked again at once.
        if (monoMs() - askedAtMs < promptMs) await pause(promptMs, signal);
        continue;
      }
      if (monoMs() - askedAtMs > promptMs && known !== undefined) {
        known = undefined;
        continue;
      }
      known = answer.version;
      for (const part of options.parts) part.take(answer.orders, askedAtMs);
    } catch (error) {
      if (signal.aborted) return;
      if (endsSession(error)) throw error;
      options.onFailure(error);
      // What was known may be of a server that has forgotten since.
      known = undefined;
      await pause(backoffMs(failures, Math.random(), backoff), signal);
      failures += 1;
    }
  }
}

/** Sends what the parts have to report, one report at a time. `onTold`: the server knows all that there is to know. */
async function tellLoop(options: OrderLoopOptions, onTold: () => void): Promise<void> {
  const { api, parts, wake, signal } = options;
  for (const part of parts) part.begin(options.sessionId);
  for (let failures = 0; !signal.aborted; ) {
    const drafts = parts.map((part) => part.draft());
    if (drafts.every((draft) => draft === null)) {
      onTold();
      await wake.wait(signal);
      continue;
    }
    try {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);
      await api.send("POST", pathOf(options), reportOf(drafts), { signal: limited });
      failures = 0;
      for (const [place, draft] of drafts.entries()) if (draft !== null) parts[place]?.told(draft);
    } catch (error) {
      if (signal.aborted) return;
      if (endsSession(error)) throw error;
      options.onFailure(error);
      await pause(backoffMs(failures, Math.random(), backoff), signal);
      failures += 1;
    }
  }
}

function pathOf({ sessionId }: OrderLoopOptions): string {
  return `/api/v1/sessions/${encodeURIComponent(sessionId)}/orders`;
}

function reportOf(drafts: readonly (OrderDraft | null)[]): OrdersReport {
  const units = drafts.flatMap((draft) => draft?.units ?? []);
  const told = drafts.some((draft) => draft?.units !== undefined);
  return {
    ...(told ? { units } : {}),
    results: drafts.flatMap((draft) => draft?.results ?? []),
    configs: drafts.flatMap((draft) => draft?.configs ?? []),
    telemetry: drafts.flatMap((draft) => draft?.telemetry ?? []),
    notes: drafts.flatMap((draft) => draft?.notes ?? []),
  };
}

function endsSession(error: unknown): boolean {
  return error instanceof ProblemError && [401, 403, 404, 410].includes(error.status);
}
