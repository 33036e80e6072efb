import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Cli, startCli } from "#lib/cli/testing/cli.ts";
import { tryFlock } from "#lib/sources/kernel/try-flock.ts";

/** A folder with one guarded file at a time, and the guardians that a test starts for it. */
export class GuardedFolder {
  readonly path = mkdtempSync(join(tmpdir(), "locksmith-guard-"));
  file = "";
  readonly #started: Cli[] = [];
  readonly #others: (() => void)[] = [];

  /** A file of its own name: the lease has that name on the server. */
  newFile(name: string, content = "mode = 1\n"): string {
    this.file = join(this.path, name);
    writeFileSync(this.file, content);
    return this.file;
  }

  get name(): string {
    return basename(this.file);
  }

  guard(server: { url: string; dataDir: string }, ...args: string[]): Cli {
    const flags = ["--server", server.url, "--token-file", join(server.dataDir, "admin-token"), "--json"];
    const one = startCli(["guard", this.file, ...flags, "--ttl", "6s", ...args]);
    this.#started.push(one);
    return one;
  }

  /** Whether somebody has the flock. */
  async isLocked(): Promise<boolean> {
    const fd = openSync(this.file, "r");
    const tried = await tryFlock(fd);
    closeSync(fd);
    return tried === "held";
  }

  /** Starts another process that holds the flock, through `flock` and a child of it, both to be ended at once. */
  lockElsewhere(): { end: () => void } {
    const other = spawn("flock", [this.file, "sleep", "600"], { detached: true, stdio: "ignore" });
    const end = () => {
      if (other.exitCode === null && other.signalCode === null) process.kill(-Number(other.pid), "SIGKILL");
    };
    this.#others.push(end);
    return { end };
  }

  async end(): Promise<void> {
    for (const end of this.#others) end();
    for (const one of this.#started) {
      one.process.kill("SIGKILL");
      await one.ended;
    }
    rmSync(this.path, { recursive: true });
  }
}

/** What a guardian has said so far, line by line. */
export function saidBy(one: Cli): { event: string; [key: string]: unknown }[] {
  const lines = one.stdout().trimEnd().split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}
