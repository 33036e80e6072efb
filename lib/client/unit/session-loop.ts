import { type Api, ProblemError } from "#lib/client/http.ts";
import { backoffMs } from "#lib/client/waiting/backoff.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import type { OrdersAnswer } from "#lib/contract/orders.ts";
import type { OpenSession } from "#lib/contract/sessions.ts";
import { type OrderLoopOptions, orderLoops } from "./order-loops.ts";

export interface SessionLoopOptions extends Pick<OrderLoopOptions, "parts" | "wake" | "monoMs" | "signal"> {
  api: Api;
  session: Partial<OpenSession> & Pick<OpenSession, "node" | "service" | "instanceId">;
  /** Null when there is none just now. */
  onSession: (sessionId: string | null) => void;
  /** Something did not work; it is tried again. */
  onTrouble: (error: unknown) => void;
}

interface Opened {
  sessionId: string;
  beatEveryMs: number;
}

const timeoutMs = 10_000;
const backoff = { firstMs: 500, mostMs: 30_000 };

/**
 * Keeps a session: opens it, beats, does its orders, opens another when it was lost, and closes it when told to stop.
 * Never rejects.
 */
export async function sessionLoop(options: SessionLoopOptions): Promise<void> {
  const { api, signal, onSession, onTrouble } = options;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const opened = await api.send<Opened>("POST", "/api/v1/sessions", options.session, {
        signal: limited(signal),
      });
      failures = 0;
      onSession(opened.sessionId);
      await during(options, opened);
    } catch (error) {
      if (!signal.aborted) onTrouble(error);
    }
    if (signal.aborted) return;
    onSession(null);
    await pause(backoffMs(failures, Math.random(), backoff), signal);
    failures += 1;
  }
}

async function during(options: SessionLoopOptions, { sessionId, beatEveryMs }: Opened): Promise<void> {
  const { api, parts, wake, monoMs, onTrouble } = options;
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const read = (body: unknown) => body as OrdersAnswer;
  const orders = orderLoops({ api, sessionId, parts, wake, monoMs, read, onFailure: onTrouble, signal });
  const path = `/api/v1/sessions/${encodeURIComponent(sessionId)}`;
  try {
    await Promise.race([orders, beats(options, path, beatEveryMs, signal)]);
  } finally {
    over.abort();
    await orders.catch(() => undefined);
    if (options.signal.aborted) {
      await api.send("DELETE", path, undefined, { signal: AbortSignal.timeout(timeoutMs) }).catch(onTrouble);
    }
  }
}

/** Beats on a timer that waits for nothing. Rejects when the session is gone. */
async function beats(
  { api, onTrouble }: SessionLoopOptions,
  path: string,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  let gone: unknown = null;
  for (let counter = 1; !signal.aborted; counter += 1) {
    api.send("POST", `${path}/beat`, { counter }, { signal: limited(signal) }).catch((error: unknown) => {
      if (signal.aborted) return;
      if (error instanceof ProblemError && [401, 403, 404, 410].includes(error.status)) gone = error;
      else onTrouble(error);
    });
    await pause(everyMs, signal);
    if (gone !== null) throw gone;
  }
}

function limited(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
}
