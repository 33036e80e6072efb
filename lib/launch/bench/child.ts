import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Starts this Node on a TypeScript file and waits for the line of output that says that it is ready: the first, or
 * the first that `isReady` knows. Rejects when the process ends before.
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
  const line = await new Promise<string>((resolve, reject) => {
    lines.on("line", (text) => {
      if (isReady(text)) resolve(text);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with ${code} before it was ready`)));
  });
  child.stdout.resume();
  return { child, line };
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
