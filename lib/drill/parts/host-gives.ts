import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { safeText } from "#lib/domain/safe-text.ts";
import { readHostView } from "#lib/sources/kernel/host-view.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { readUsers } from "#lib/sources/kernel/users.ts";

/** Where it is set, parts are simulated as on a host that does not have what they need: `flock` or `lock-table`. */
const pretendVariable = "LOCKSMITH_DRILL_WITHOUT";

/** What this host lacks for a flock of a guardian, in one sentence; null when it has it. */
export function lacksForFlock(): string | null {
  return isInPath("flock") && process.env[pretendVariable] !== "flock" ? null : "This host has no flock.";
}

/** What this host lacks for a real stuck lock, in one sentence; null when it has all that is needed. */
export function lacksForLock(): string | null {
  if (process.env[pretendVariable] === "lock-table") return "This host was said to have no table of locks.";
  const flock = lacksForFlock();
  if (flock !== null) return flock;
  const missing = ["mkfifo", "cat"].find((program) => !isInPath(program));
  if (missing !== undefined) return `This host has no ${missing}.`;
  const view = readHostView(new ProcFs(), {
    uid: process.geteuid?.() ?? 0,
    groups: process.getgroups?.() ?? [],
  });
  if (!view.hasLockTable) return "This host does not let /proc/locks be read.";
  if (view.scope === "child-namespace")
    return "This is a container with PIDs of its own: its lock table does not show locks whose taker is dead.";
  if (view.hidesProcesses) return "This host hides the processes of other users, and their locks with them.";
  return null;
}

/** The names by which agents on this host may know whoever runs this process: in its own list of users, or by number. */
export function ownUsers(): string[] {
  const uid = process.geteuid?.() ?? 0;
  const name = readUsers().get(uid);
  return [...(name === undefined ? [] : [safeText(name, 100)]), String(uid)];
}

/** The boot of this host; empty where it does not say. */
export function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

function isInPath(program: string): boolean {
  return (process.env["PATH"] ?? "/usr/bin:/bin").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
