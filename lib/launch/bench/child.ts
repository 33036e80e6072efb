import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { endsWithin } from "./ends-within.ts";

/** Long for a machine that is busy, and short enough that one that will never be ready is not waited for. */
const readyMs = 60_000;

/**
 * Starts this Node on a TypeScript file and waits for the line of output that says that it is ready: the first, or
 * the first that `isReady` knows. Rejects when the process ends before, or is not
 * ready within a minute.
 */
export async function startChild(
  args: readonly string[],
  env: Record<string, string> = {},
  isReady: (line: string) => boolean = () => true,
  cwd?: string,
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<string>((resolve, reject) => {
    lines.on("line", (text) => {
      if (isReady(text)) resolve(text);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with ${code} before it was ready`)));
  });
  try {
    return { child, line: await endsWithin(readyMs, `the line that says that ${args[0]} is ready`, ready) };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

/** Ends a child kindly, and with force after ten seconds. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
  clearTimeout(force);
}
