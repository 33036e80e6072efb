// @ts-check
import { startChild } from "./children.mjs";
import { commandMain } from "./command-main.mjs";

/**
 * @typedef {import("./children.mjs").Ended} Ended
 * @typedef {import("./supervise.mjs").Ready} Ready
 * @typedef {Pick<import("./supervise.mjs").Plan, "main" | "env" | "serverArgs" | "print">} Plan
 *
 * @typedef {object} Life one process of the server
 * @property {import("./children.mjs").Child} child
 * @property {Promise<Ready>} ready rejects when it ends before
 * @property {boolean} isReady
 * @property {boolean} isKilled on purpose
 */

/**
 * The server of a launcher: one process, which can be killed on purpose and started again as it was. Every other end of
 * it is a crash.
 */
export class OwnServer {
  #plan;
  #main;
  /** @type {Life | null} null: killed on purpose, and not started again yet */
  #life = null;
  /** @type {string | null} the port that it was given, once the server has said so */
  #port = null;
  /** @type {Promise<unknown>} the last one that was killed is gone */
  #gone = Promise.resolve();
  #isKept = false;
  #isStopped = false;
  /** @type {(end: Ended) => void} */
  #crash = () => undefined;
  /** Resolves when it ends without having been told to. @type {Promise<Ended>} */
  crashed = new Promise((resolve) => {
    this.#crash = resolve;
  });

  /** @param {Plan} plan */
  constructor(plan) {
    this.#plan = plan;
    // The one that is started again is the same, whatever became of the sources.
    this.#main = plan.main ?? commandMain();
  }

  /**
   * Starts it where it does not run, on the port that it had. Resolves when it is ready; rejects when it ends before.
   * @returns {Promise<Ready>}
   */
  async start() {
    await this.#gone;
    if (this.#isStopped) throw new Error("the launcher is about to end");
    this.#life ??= this.#run();
    return this.#life.ready;
  }

  /** kill -9, as a crash would end it, until `start`. Rejects when it was not this that ended it: then it is a crash. */
  async kill() {
    const life = this.#life;
    if (this.#isKept || this.#isStopped) throw new Error("the launcher is about to end");
    if (life === null || !life.isReady) throw new Error("the server does not run");
    life.isKilled = true;
    this.#life = null;
    const gone = life.child.kill9();
    this.#gone = gone;
    if (!wasKilled(life, await gone)) throw new Error("the server ended by itself");
  }

  /** From now on it is killed no more; where it was, it is started again. Rejects never: what fails is a crash. */
  async keep() {
    this.#isKept = true;
    if (this.#life?.isReady !== true) await this.start().catch(() => undefined);
  }

  /**
   * Ends it in order, for good.
   * @param {number} graceMs
   * @returns {Promise<boolean>} whether it ended as asked
   */
  async stop(graceMs) {
    this.#isStopped = true;
    await this.#gone;
    if (this.#life === null) return true;
    const { child } = this.#life;
    const how = await child.stop(graceMs);
    const { code, signal } = await child.ended;
    return how === "stopped" && (code === 0 || signal === "SIGTERM");
  }

  /** @returns {Life} */
  #run() {
    const { env, serverArgs, print } = this.#plan;
    /** @type {(ready: Ready) => void} */
    let tell = () => undefined;
    const args = this.#port === null ? serverArgs : [...serverArgs, "--port", this.#port];
    const child = startChild(args, {
      main: this.#main,
      env: { ...env, LOCKSMITH_READY_JSON: "1" },
      onLine(line) {
        const message = readyLine(line);
        if (message) tell(message);
        else print(line);
      },
    });
    /** @type {Promise<Ready>} */
    const ready = new Promise((resolve, reject) => {
      tell = (message) => {
        life.isReady = true;
        this.#port = portOf(message.url) ?? this.#port;
        resolve(message);
      };
      void child.ended.then(() => reject(new Error("the server ended before it was ready")));
    });
    ready.catch(() => undefined);
    /** @type {Life} */
    const life = { child, ready, isReady: false, isKilled: false };
    void child.ended.then((end) => {
      if (!wasKilled(life, end)) this.#crash(end);
    });
    return life;
  }
}

/**
 * @param {Life} life
 * @param {Ended} end
 */
function wasKilled({ isKilled }, { signal }) {
  return isKilled && signal === "SIGKILL";
}

/** @param {string} url */
function portOf(url) {
  const port = URL.canParse(url) ? new URL(url).port : "";
  return port === "" ? null : port;
}

/**
 * @param {string} line
 * @returns {Ready | null}
 */
export function readyLine(line) {
  if (!line.startsWith("{")) return null;
  try {
    const value = JSON.parse(line);
    return value.ready === true && typeof value.url === "string" ? value : null;
  } catch {
    return null;
  }
}
