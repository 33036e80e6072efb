import { setTimeout as sleep } from "node:timers/promises";
import { type LeaseClient, saysLost } from "./lease-client.ts";

const tries = 4;
const tryMs = 1_500;
const pauseMs = 300;

/**
 * Releases, again when no answer came. `lost`: the server had taken the lease away before. After a try without an
 * answer that cannot be told from a release that did arrive, and it counts as released.
 */
export async function giveBack(
  client: LeaseClient,
  token: { sessionId: string; epoch: number },
): Promise<"released" | "lost" | "unreachable"> {
  for (let done = 0; done < tries; done += 1) {
    if (done > 0) await sleep(pauseMs);
    try {
      await client.release(token, AbortSignal.timeout(tryMs));
      return "released";
    } catch (error) {
      if (saysLost(error)) return done === 0 ? "lost" : "released";
    }
  }
  return "unreachable";
}
