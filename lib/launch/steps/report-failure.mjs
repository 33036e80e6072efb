// @ts-check
import { NotNow } from "./prepare.mjs";
import { CommandFailed, Interrupted } from "./run-command.mjs";

/**
 * Says what went wrong, ending with one clear line; what a failed command printed comes before it.
 * @param {unknown} error
 * @returns {number} exit code
 */
export function reportFailure(error) {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof CommandFailed) process.stderr.write(`${error.output}\n`);
  else if (error instanceof Error && !(error instanceof NotNow)) process.stderr.write(`${error.stack}\n`);
  refuse(error instanceof Error ? error.message : String(error));
  return 1;
}

/** @param {string} message one line */
export function refuse(message) {
  process.stderr.write(`locksmith: ${message}\n`);
}
