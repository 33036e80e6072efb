import { readdirSync, readFileSync, statSync } from "node:fs";
import type { LockLine } from "#lib/sources/kernel/lock-line.ts";
import { parseFdinfoLocks, parseLockTable } from "#lib/sources/kernel/lock-table.ts";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";

interface Guardian {
  pid: number;
  startTime: number;
}

export interface FileLocks {
  /** Why the file must not be touched, such as `HOT`; null when nobody but a guardian has a lock on it. */
  mismatch: string | null;
  /** A guardian of it has a lock: it is the one to ask. */
  guarded: boolean;
}

/**
 * Who has kernel locks on a file just now, as this host's own table says. Somebody who waits makes it HOT. A guardian
 * that was named counts only while its process is the very same, and only for what its own descriptors hold: the PID
 * in the table is that of whoever took the lock, which may be long gone.
 */
export function locksOn(path: string, guardians: readonly Guardian[], proc = new ProcFs()): FileLocks {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return { mismatch: null, guarded: false };
  const { entries } = parseLockTable(readFileSync("/proc/locks", "utf8"));
  const device = deviceOf(stat.dev);
  const own = entries.filter((line) => line.inode === String(stat.ino) && sameDevice(line.device, device));
  if (own.length === 0) return { mismatch: null, guarded: false };
  const held = new Set(guardians.flatMap((guardian) => heldBy(proc, guardian)));
  const isGuardians = (line: LockLine) => line.mode === "exclusive" && held.has(line.key);
  const guarded = own.some(isGuardians);
  if (own.some(({ waiters }) => waiters.length > 0)) return { mismatch: "HOT", guarded };
  const holder = own.find((line) => !isGuardians(line));
  if (holder === undefined) return { mismatch: null, guarded };
  return { mismatch: holder.pid > 0 ? `HELD, taken by PID ${holder.pid}` : "HELD", guarded };
}

/** Keys of the locks that a process holds by its own descriptors; none when it is another process by now. */
function heldBy(proc: ProcFs, { pid, startTime }: Guardian): string[] {
  const stat = readStat(proc, pid);
  if (typeof stat === "string" || stat.startTime !== startTime) return [];
  try {
    const folder = `/proc/${pid}/fdinfo`;
    return readdirSync(folder).flatMap((fd) =>
      parseFdinfoLocks(readFileSync(`${folder}/${fd}`, "utf8")).map(({ key }) => key),
    );
  } catch {
    return [];
  }
}

/** As the kernel prints it: `major:minor` in hex. */
function deviceOf(dev: bigint): { major: bigint; minor: bigint } {
  return {
    major: ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn),
    minor: (dev & 0xffn) | ((dev >> 12n) & ~0xffn),
  };
}

/** Some file systems show another device to `stat` than to the table: where the major is none, the inode decides. */
function sameDevice(shown: string | null, { major, minor }: { major: bigint; minor: bigint }): boolean {
  if (shown === null) return false;
  const [a = "0", b = "0"] = shown.split(":");
  if (BigInt(`0x${a}`) === major && BigInt(`0x${b}`) === minor) return true;
  return BigInt(`0x${a}`) === 0n && major === 0n;
}
