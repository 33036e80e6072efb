import { limits } from "#lib/domain/limits.ts";
import type { PageDelivery } from "./page.ts";

/** What became of one attempt. `again` is for what may be better later; `never` for what will not. */
export type Attempted =
  | { outcome: "delivered" }
  | { outcome: "again"; because: string }
  | { outcome: "never"; because: string };

/**
 * The pause before the next attempt, in milliseconds: doubled each time, with up to half of it taken away by chance
 * (`random` in [0, 1)), so that many pages to one receiver that came back do not come at the same moment.
 */
export function backoffMs(attempts: number, random: number): number {
  const doubled = limits.pageBackoffMinMs * 2 ** Math.min(Math.max(0, attempts - 1), 30);
  return Math.round(Math.min(doubled, limits.pageBackoffMaxMs) * (1 - random / 2));
}

/** The delivery after an attempt. */
export function afterAttempt(
  delivery: PageDelivery,
  attempted: Attempted,
  nowMs: number,
  random: number,
): PageDelivery {
  const attempts = delivery.attempts + 1;
  if (attempted.outcome === "delivered") {
    return { ...delivery, attempts, state: "delivered", deliveredAt: nowMs, lastError: null };
  }
  const lastError = attempted.because;
  if (attempted.outcome === "never" || attempts >= limits.pageAttemptsMax) {
    return { ...delivery, attempts, state: "failed", lastError };
  }
  return { ...delivery, attempts, lastError, nextAt: nowMs + backoffMs(attempts, random) };
}

/** What an HTTP status says about trying again. */
export function attemptedWith(status: number): Attempted {
  if (status >= 200 && status < 300) return { outcome: "delivered" };
  if (status >= 300 && status < 400) {
    return { outcome: "never", because: `answered ${status}, a redirect, which is not followed` };
  }
  const because = `answered ${status}`;
  const passes = status >= 500 || status === 408 || status === 425 || status === 429;
  return { outcome: passes ? "again" : "never", because };
}
