import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Row } from "./stats.ts";

/** What a part measured, or why it did not, in one line. */
export type PartResult = { rows: Row[] } | { problem: string };

const kindlyMs = 10_000;

/**
 * Runs a script as a process of its own, which answers with a `PartResult`, and gives it up after `atMostMs` or when
 * `signal` says so. Whatever it started ends with it, and its temporary files go: a part that hangs costs its own result
 * alone. Never rejects.
 */
export function runPart(options: {
  script: string;
  args: readonly string[];
  atMostMs: number;
  env?: Record<string, string>;
  signal?: AbortSignal;
}): Promise<PartResult> {
  const { script, args, atMostMs, env = {}, signal } = options;
  if (signal?.aborted) return Promise.resolve({ problem: "stopped" });
  const temp = mkdtempSync(join(tmpdir(), "locksmith-bench-"));
  const part = fork(script, [...args], {
    env: { ...process.env, ...env, TMPDIR: temp },
    // Head of a group, so that all it starts can be ended by its number.
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return new Promise((resolve) => {
    let result: PartResult | null = null;
    let force: ReturnType<typeof setTimeout> | undefined;
    const giveUp = (problem: string) => {
      result ??= { problem };
      endGroup(part.pid, "SIGTERM");
      force ??= setTimeout(() => endGroup(part.pid, "SIGKILL"), kindlyMs);
    };
    const late = setTimeout(() => giveUp(`did not end within ${atMostMs / 1_000} s`), atMostMs);
    const stop = () => giveUp("stopped");
    signal?.addEventListener("abort", stop);
    const settle = (problem: string) => {
      clearTimeout(late);
      clearTimeout(force);
      signal?.removeEventListener("abort", stop);
      endGroup(part.pid, "SIGKILL");
      rmSync(temp, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      resolve(oneLine(result ?? { problem }));
    };
    part.once("message", (message: PartResult) => {
      result ??= message;
    });
    part.once("error", (error) => settle(error.message));
    part.once("exit", (code, by) => settle(`ended with ${code ?? by} and without a result`));
  });
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it has ended.
  }
}

/** Errors of a browser go on for pages; the first line says what was waited for. */
function oneLine(result: PartResult): PartResult {
  if ("rows" in result) return result;
  return { problem: stripVTControlCharacters(result.problem).split("\n", 1)[0] ?? "" };
}
