import { type ChildProcess, spawn } from "node:child_process";
import { commandMain } from "#lib/launch/steps/command-main.mjs";

const main = commandMain();

export interface Cli {
  process: ChildProcess;
  pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves when the text has been said, on either stream; rejects when the process ends without it. */
  said(text: string): Promise<void>;
  /** Exit code, or 128 + the signal's number as a shell would say it. */
  ended: Promise<number>;
}

/** Starts a `locksmith` command as a process of its own; `program` is what runs it, its own Node without one. */
export function startCli(
  args: readonly string[],
  env: Record<string, string> = {},
  program: readonly [string, ...string[]] = [process.execPath, main],
): Cli {
  const [file, ...before] = program;
  const child = spawn(file, [...before, ...args], {
    env: { ...outsideEnv(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  const waiting = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    for (const look of waiting) look();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    for (const look of waiting) look();
  });
  const ended = new Promise<number>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 143)));
  });
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!out.includes(text) && !err.includes(text)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      child.once("close", () => reject(new Error(`ended without ${JSON.stringify(text)}: ${out}${err}`)));
      look();
    });
  return { process: child, pid: Number(child.pid), stdout: () => out, stderr: () => err, said, ended };
}

/** This environment without what would point the command elsewhere. */
function outsideEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(LOCKSMITH_|VITEST)/.test(name));
  return { ...Object.fromEntries(kept), NODE_ENV: "production" };
}

/** Runs a command to its end. */
export async function cli(args: readonly string[], env: Record<string, string> = {}) {
  const started = startCli(args, env);
  const [exitCode] = await Promise.all([
    started.ended,
    new Promise((resolve) => started.process.once("close", resolve)),
  ]);
  return { exitCode, stdout: started.stdout(), stderr: started.stderr() };
}
