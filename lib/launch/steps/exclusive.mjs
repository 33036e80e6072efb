// @ts-check
import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { judge, selfIdentity } from "./identity.mjs";

/**
 * @typedef {import("./identity.mjs").ProcessIdentity & { nonce: string }} Holder
 * @typedef {object} WaitOptions
 * @property {(holder: Holder, verdict: "alive" | "unknown") => void} onWait said once, when somebody else holds it
 * @property {number} [pollMs]
 */

/**
 * Runs `work` while holding the lock file, so that two starts in one clone never install or build at the same time.
 * A lock whose process is proven dead is taken over; age alone never counts.
 * @template T
 * @param {string} path
 * @param {WaitOptions} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function exclusively(path, { onWait, pollMs = 200 }, work) {
  mkdirSync(dirname(path), { recursive: true });
  let said = false;
  for (;;) {
    const nonce = tryTake(path);
    if (nonce) return runHolding(path, nonce, work);
    const holder = readHolder(path);
    if (!holder) continue;
    const verdict = judge(holder);
    if (verdict === "dead") {
      breakStale(path, holder);
    } else if (!said) {
      onWait(holder, verdict);
      said = true;
    }
    await delay(verdict === "dead" ? 1 : pollMs);
  }
}

/**
 * @template T
 * @param {string} path
 * @param {string} nonce
 * @param {() => Promise<T>} work
 */
async function runHolding(path, nonce, work) {
  const free = () => release(path, nonce);
  process.once("exit", free);
  try {
    return await work();
  } finally {
    process.removeListener("exit", free);
    free();
  }
}

/**
 * Takes the lock when it is free. The content is written first and then linked into place, so that no reader ever
 * meets a lock file without its holder.
 * @param {string} path
 * @returns {string | null} the nonce of this grant
 */
function tryTake(path) {
  const nonce = randomUUID();
  const draft = `${path}.${nonce}.draft`;
  writeFileSync(draft, JSON.stringify({ ...selfIdentity(), nonce }), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return nonce;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return null;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * @param {string} path
 * @returns {Holder | null} null when it was released in between
 */
function readHolder(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return null;
    throw new Error(`${path} cannot be read as a lock; remove it when no other start is running`, {
      cause: error,
    });
  }
}

/**
 * Removes the lock of a dead holder. Reading and deleting are two steps, so whoever does it holds a second lock that
 * belongs to exactly this grant; the first lock, once gone, never comes back with the same nonce.
 * @param {string} path
 * @param {Holder} dead
 */
function breakStale(path, dead) {
  const guard = `${path}.${dead.nonce}`;
  const nonce = tryTake(guard);
  if (nonce) {
    release(path, dead.nonce);
    release(guard, nonce);
    return;
  }
  const other = readHolder(guard);
  if (other && judge(other) === "dead") breakStale(guard, other);
}

/**
 * @param {string} path
 * @param {string} nonce
 */
function release(path, nonce) {
  if (readHolder(path)?.nonce === nonce) rmSync(path, { force: true });
}
