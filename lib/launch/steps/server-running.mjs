// @ts-check
import { readFileSync } from "node:fs";
import { join } from "node:path";

const answerWithinMs = 2_000;

/**
 * The address of the server that runs on a data folder; null when none answers there.
 * @param {string} dataDir
 * @returns {Promise<string | null>}
 */
export async function serverRunning(dataDir) {
  try {
    const url = new URL(readFileSync(join(dataDir, "address"), "utf8").trim());
    const answer = await fetch(new URL("/healthz", url), { signal: AbortSignal.timeout(answerWithinMs) });
    return answer.ok ? url.origin : null;
  } catch {
    return null;
  }
}
