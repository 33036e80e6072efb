// @ts-check
import { spawn } from "node:child_process";

/**
 * @typedef {object} Ran
 * @property {number} code exit code; 128 + 1 for an end by signal
 * @property {string} output what it printed, both streams in order
 */

/**
 * Runs a command in the clone and keeps what it prints, for the caller to show when it matters.
 * An interrupt of this process ends the command first, so that nothing goes on building in the background.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, onOutput?: (chunk: string) => void }} options
 * @returns {Promise<Ran>}
 */
export function runCommand(file, args, { cwd, env = process.env, onOutput }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    /** @type {string[]} */
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (/** @type {string} */ chunk) => {
        chunks.push(chunk);
        onOutput?.(chunk);
      });
    }
    /** @type {NodeJS.Signals | null} */
    let interruptedBy = null;
    const endWithUs = (/** @type {NodeJS.Signals} */ signal) => {
      interruptedBy = signal;
      child.kill(signal);
    };
    process.on("SIGINT", endWithUs).on("SIGTERM", endWithUs);
    child.once("error", reject);
    child.once("close", (code) => {
      process.removeListener("SIGINT", endWithUs).removeListener("SIGTERM", endWithUs);
      if (interruptedBy) reject(new Interrupted(interruptedBy));
      else resolve({ code: code ?? 129, output: chunks.join("") });
    });
  });
}

/** Somebody asked this process to stop while a command ran; the command has ended. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`interrupted by ${signal}`);
    this.exitCode = signal === "SIGINT" ? 130 : 143;
  }
}

/** A command that failed, with what it printed. */
export class CommandFailed extends Error {
  /**
   * @param {string} what
   * @param {Ran} ran
   */
  constructor(what, ran) {
    super(`${what} failed with exit code ${ran.code}`);
    this.output = ran.output.trimEnd();
  }
}
