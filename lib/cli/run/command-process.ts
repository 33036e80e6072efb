import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure } from "#lib/cli/failure.ts";
import { safeText } from "#lib/domain/safe-text.ts";

export interface CommandProcess {
  pid: number;
  /** Its exit code, or 128 + the signal that ended it. */
  ended: Promise<number>;
}

/**
 * Starts the command in a process group and session of its own, with this terminal's streams. Rejects with a
 * `Failure` that has the shell's exit codes when it cannot be started.
 */
export async function startCommand(
  command: readonly string[],
  env: Record<string, string>,
): Promise<CommandProcess> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    detached: true,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  const ended = new Promise<number>((resolve) => child.once("exit", (...end) => resolve(exitCode(...end))));
  await started(child, program);
  return { pid: Number(child.pid), ended };
}

function started(child: ChildProcess, program: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error: NodeJS.ErrnoException) => {
      const missing = error.code === "ENOENT";
      const why = missing ? "not found" : error.code === "EACCES" ? "not executable" : error.message;
      const code = missing ? exitCodes.commandNotFound : exitCodes.cannotRun;
      reject(new Failure(code, `${safeText(program, 200)}: ${why}`));
    });
  });
}

function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? signalExitCode(signal ?? "SIGKILL");
}

export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
