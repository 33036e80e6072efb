// @ts-check
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { commandMain } from "./command-main.mjs";
import { pinnedNode } from "./pinned-node.mjs";
import { root } from "./root.mjs";

/** For --import, in a child with an IPC channel: it then ends, as on SIGTERM, when this process is gone. */
export const followParent = pathToFileURL(join(root, "lib", "launch", "steps", "follow-parent.mjs")).href;

/**
 * @typedef {object} Ended
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 */

/**
 * A process of ours with its lines, its end, and a way to stop it.
 * @typedef {object} Child
 * @property {number} pid
 * @property {Promise<Ended>} ended
 * @property {(graceMs: number) => Promise<"stopped" | "killed">} stop
 * @property {() => Promise<Ended>} kill9 as a crash would end it
 */

/**
 * @typedef {object} ChildOptions
 * @property {string} [main]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string, stream: "stdout" | "stderr") => void} onLine
 * @property {(message: unknown, answer: (message: object) => void) => void} [onMessage] over the channel to this process
 */

/**
 * Starts a `locksmith` command under the pinned Node. It gets a session of its own, so that Ctrl-C reaches the launcher
 * alone, which then decides the order; and it ends when this process does.
 * @param {readonly string[]} args as in ["server", "--port", "0"]
 * @param {ChildOptions} options
 * @returns {Child}
 */
export function startChild(args, { main = commandMain(), env = process.env, onLine, onMessage }) {
  const child = spawn(pinnedNode(), ["--import", followParent, main, ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  if (child.stdout) createInterface({ input: child.stdout }).on("line", (line) => onLine(line, "stdout"));
  if (child.stderr) createInterface({ input: child.stderr }).on("line", (line) => onLine(line, "stderr"));
  if (onMessage) {
    const answer = (/** @type {object} */ message) => child.connected && child.send(message, () => undefined);
    child.on("message", (message) => onMessage(message, answer));
  }
  /** @type {Promise<Ended>} */
  const ended = new Promise((resolve) => {
    child.once("error", () => resolve({ code: 127, signal: null }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    stop: (graceMs) => stopChild(child, ended, graceMs),
    kill9() {
      child.kill("SIGKILL");
      return ended;
    },
  };
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {Promise<Ended>} ended
 * @param {number} graceMs
 * @returns {Promise<"stopped" | "killed">}
 */
async function stopChild(child, ended, graceMs) {
  if (child.exitCode !== null || child.signalCode !== null) return "stopped";
  let killed = false;
  const timer = setTimeout(() => {
    killed = true;
    child.kill("SIGKILL");
  }, graceMs);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(timer);
  return killed ? "killed" : "stopped";
}
