import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LockFacts } from "#lib/sources/kernel/describe.ts";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { KernelScanner } from "#lib/sources/kernel/scanner.ts";

/** A folder, processes that hold real locks in it, and a scanner of this host. */
export class RealHost {
  readonly folder = mkdtempSync(join(tmpdir(), "locksmith-real-"));
  readonly scanner = new KernelScanner({ node: "here", clock: { monoMs: monotonicMs } });
  readonly #children: ChildProcess[] = [];
  readonly #pids = new Set<number>();

  /** Makes an empty file and gives its path. */
  file(name: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, "");
    return path;
  }

  /** Starts a process; its standard input stays open until the end of the test. */
  start(command: string, args: readonly string[], options: { uid?: number } = {}): ChildProcess {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], ...options });
    this.#children.push(child);
    return child;
  }

  /** Ends this process too when the test is over: one that was reparented is nobody's child. */
  alsoEnd(pid: number | undefined): void {
    if (pid !== undefined) this.#pids.add(pid);
  }

  async end(): Promise<void> {
    for (const pid of this.#pids) kill(pid);
    await Promise.all(this.#children.map(ended));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The lock on a file as of the last scan. */
  lock(resource: string): LockFacts | undefined {
    return this.scanner
      .locks()
      .find((lock) => lock.resource === resource && lock.path?.startsWith(this.folder));
  }

  /** Scans until the lock on a file is as wanted; gives it and the number of scans. Fails after twenty seconds. */
  async scanUntil(
    resource: string,
    wanted: (lock: LockFacts) => boolean,
  ): Promise<{ lock: LockFacts; scans: number }> {
    let scans = 0;
    return until(`a scan of ${resource}`, () => {
      this.scanner.scan();
      scans += 1;
      const lock = this.lock(resource);
      return lock !== undefined && wanted(lock) ? { lock, scans } : null;
    });
  }
}

/** Tries until there is an answer; fails after twenty seconds. */
export async function until<T>(what: string, attempt: () => T | null | Promise<T | null>): Promise<T> {
  const deadline = monotonicMs() + 20_000;
  for (;;) {
    const answer = await attempt();
    if (answer !== null) return answer;
    if (monotonicMs() > deadline) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The next line that a process prints. */
export function nextLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    let errors = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf("\n");
      if (end !== -1) resolve(text.slice(0, end));
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${errors}`)));
  });
}

/** Whether a program can be run here; tests name what they skip for want of it. */
export function has(command: string, args: readonly string[] = ["--version"]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already, as it should be.
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
