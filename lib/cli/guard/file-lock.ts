import { closeSync, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { parseLockTable } from "#lib/sources/kernel/lock-table.ts";
import { tryFlock } from "#lib/sources/kernel/try-flock.ts";

/** An exclusive flock that this very process holds, so that it ends with it and the agent sees who has it. */
export class FileLock {
  readonly #path: string;
  #fd: number | null = null;
  /** Of files that were replaced while somebody waited for their lock: who gets such a lock has nothing. */
  #replaced: number[] = [];

  /** Takes the flock of a descriptor without waiting. */
  readonly tryLock: typeof tryFlock;

  /** `tryLock`: the kernel's, but for a drill on a host that has none. */
  constructor(path: string, tryLock = tryFlock) {
    this.#path = path;
    this.tryLock = tryLock;
  }

  get held(): boolean {
    return this.#fd !== null;
  }

  /** Takes the lock of the file that the path leads to. Null, or why not. */
  async take(): Promise<"held" | "unknown" | null> {
    const fd = openSync(this.#path, "r");
    const taken = await this.tryLock(fd);
    if (taken === "free") {
      this.adopt(fd);
      return null;
    }
    closeSync(fd);
    return taken;
  }

  /** From now on the lock of this descriptor is the one that is held: its file is where the path leads. */
  adopt(fd: number): void {
    const before = this.#fd;
    this.#fd = fd;
    if (before === null) return;
    if (isWaitedFor(before)) this.#replaced.push(before);
    else closeSync(before);
  }

  /** Whether the path leads to another file than the one that is locked. */
  isReplaced(): boolean {
    if (this.#fd === null) return false;
    const locked = fstatSync(this.#fd, { bigint: true });
    const now = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
    return now === undefined || now.ino !== locked.ino || now.dev !== locked.dev;
  }

  release(): void {
    for (const fd of [...this.#replaced, ...(this.#fd === null ? [] : [this.#fd])]) closeSync(fd);
    this.#replaced = [];
    this.#fd = null;
  }
}

/** Whoever waits for the lock of a replaced file would believe that it had the new one's. In doubt, somebody waits. */
function isWaitedFor(fd: number): boolean {
  const { ino } = fstatSync(fd, { bigint: true });
  try {
    const { entries } = parseLockTable(readFileSync("/proc/locks", "utf8"));
    return entries.some((line) => line.inode === String(ino) && line.waiters.length > 0);
  } catch {
    return true;
  }
}
