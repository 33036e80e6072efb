import { type Api, ProblemError } from "#lib/client/http.ts";
import { backoffMs } from "#lib/client/waiting/backoff.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import type { Seat } from "./seat.ts";

/** What the loops of the fleet share. */
export interface Link {
  api: Api;
  seats: readonly Seat[];
  monoMs: () => number;
  random: () => number;
  /** Over how long seats that were lost together come back. */
  spreadMs: number;
  onTrouble: (error: unknown) => void;
  signal: AbortSignal;
}

const requestTimeoutMs = 20_000;
const backoff = { firstMs: 250, mostMs: 4_000 };

/** One request of the fleet, which ends with it. */
export function ask<T>(
  link: Link,
  path: string,
  body: unknown,
  waitMs = 0,
  signal = link.signal,
): Promise<T> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(waitMs + requestTimeoutMs)]);
  return link.api.send<T>("POST", path, body, { signal: limited });
}

/** Does something again and again until the fleet ends; after what failed it waits longer each time. */
export async function repeat(link: Link, everyMs: number, work: () => Promise<void>): Promise<void> {
  for (let failures = 0; !link.signal.aborted; ) {
    const beganMs = link.monoMs();
    try {
      await work();
      failures = 0;
      await pause(Math.max(1, everyMs - (link.monoMs() - beganMs)), link.signal);
    } catch (error) {
      if (link.signal.aborted) return;
      link.onTrouble(error);
      await pause(backoffMs(failures, link.random(), backoff), link.signal);
      failures += 1;
    }
  }
}

/**
 * The server forgot a session: it comes back, but not all of them in one instant. Whoever was cut off meanwhile has not
 * heard of it.
 */
export function lose(link: Link, seat: Seat): void {
  if (seat.isCut) return;
  seat.lost(link.monoMs() + link.random() * link.spreadMs);
}

/** Whether a session is over, or cannot be used any more. */
export function endsSession({ code }: Pick<ProblemError["problem"], "code">): boolean {
  return code === "session-gone" || code === "not-found" || code === "forbidden";
}

export function isProblem(error: unknown): error is ProblemError {
  return error instanceof ProblemError;
}
