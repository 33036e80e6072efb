import type { Limitation } from "#lib/contract/rows.ts";
import { type Mount, readMounts } from "./mounts.ts";
import { failed, type ProcFs } from "./procfs.ts";

/** Inode of the first PID namespace: PROC_PID_INIT_INO in the kernel's `include/linux/proc_ns.h`. */
const firstPidNamespace = "4026531836";

/** From where this process looks at the host, found once at the start. */
export interface HostView {
  bootId: string;
  kernel: string;
  /** PID namespace of the proc mount that is read, as a decimal inode number; empty when it cannot be told. */
  pidNs: string;
  scope: "host" | "child-namespace" | "unknown";
  /** An absent process may just be hidden from this user. */
  hidesProcesses: boolean;
  hasLockTable: boolean;
  /** The kernel counts a process's descriptors in the size of its `fd` directory (since Linux 6.2). */
  countsDescriptors: boolean;
  /** Devices mounted here, for telling a file system by its number. */
  mounts: Map<string, Mount>;
  /** Wall clock of the boot, epoch ms; null when it cannot be told. */
  bootedAt: number | null;
  limitations: Limitation[];
}

/** USER_HZ: `/proc` counts in hundredths of a second on every architecture that Node runs on. */
export const ticksPerSecond = 100;

/** Looks at the proc mount itself: which host, boot and namespace it shows, and what it hides. */
export function readHostView(proc: ProcFs, user: { uid: number; groups: readonly number[] }): HostView {
  const mounts = readMounts(proc);
  const pidNs = readPidNs(proc);
  const scope = pidNs === "" ? "unknown" : pidNs === firstPidNamespace ? "host" : "child-namespace";
  const hidesProcesses = hides(mounts, user);
  const view: HostView = {
    bootId: firstLine(proc, "sys/kernel/random/boot_id").slice(0, 64),
    kernel: firstLine(proc, "sys/kernel/osrelease").slice(0, 200),
    pidNs,
    scope,
    hidesProcesses,
    hasLockTable: proc.opens("locks"),
    countsDescriptors: (proc.mark("self/fd")?.size ?? 0) > 0,
    mounts: new Map(mounts.map((mount) => [mount.device, mount])),
    bootedAt: readBootedAt(proc),
    limitations: [],
  };
  view.limitations = limitationsOf(view);
  return view;
}

/**
 * The namespace of a proc mount is that of its PID 1. Where that link is closed to this user, its own namespace
 * is the same one exactly when its `NSpid` has a single number.
 */
function readPidNs(proc: ProcFs): string {
  const first = nsNumber(proc.link("1/ns/pid"));
  if (first !== "") return first;
  const status = proc.text("self/status", 8192);
  const numbers = failed(status) ? "" : (/^NSpid:\t(.*)$/m.exec(status)?.[1] ?? "");
  return /^\d+$/.test(numbers.trim()) ? nsNumber(proc.link("self/ns/pid")) : "";
}

function nsNumber(link: string | { failure: string }): string {
  return typeof link === "string" ? (/^pid:\[(\d{1,20})\]$/.exec(link)?.[1] ?? "") : "";
}

function hides(mounts: readonly Mount[], user: { uid: number; groups: readonly number[] }): boolean {
  const mount = mounts.findLast((m) => m.fsType === "proc" && m.mountPoint === "/proc");
  const option = (name: string) =>
    mount?.superOptions.find((o) => o.startsWith(`${name}=`))?.slice(name.length + 1);
  const hidepid = option("hidepid");
  if (hidepid === undefined || user.uid === 0) return false;
  if (hidepid !== "2" && hidepid !== "4" && hidepid !== "invisible" && hidepid !== "ptraceable") return false;
  return (
    hidepid === "4" || hidepid === "ptraceable" || !user.groups.includes(Number(option("gid") ?? Number.NaN))
  );
}

function firstLine(proc: ProcFs, path: string): string {
  const text = proc.text(path, 512);
  return failed(text) ? "" : (text.split("\n", 1)[0] ?? "");
}

/** One number of `/proc/stat`, which is long on a host with many interrupts. */
export function readStatNumber(proc: ProcFs, name: "btime" | "processes"): number | null {
  const whole = proc.wholeText("stat");
  const text = failed(whole) ? "" : whole;
  const at = text.indexOf(`\n${name} `);
  const number = at === -1 ? Number.NaN : Number.parseInt(text.slice(at + name.length + 2), 10);
  return Number.isSafeInteger(number) ? number : null;
}

function readBootedAt(proc: ProcFs): number | null {
  const seconds = readStatNumber(proc, "btime");
  return seconds === null ? null : seconds * 1000;
}

function limitationsOf(view: HostView): Limitation[] {
  const list: Limitation[] = [];
  const add = (code: string, text: string) => list.push({ code, text });
  if (!view.hasLockTable)
    add("no-lock-table", "/proc/locks cannot be read: no kernel lock of this host is seen.");
  if (view.scope === "child-namespace") {
    add(
      "child-pid-namespace",
      "Not in the host's PID namespace: locks whose taker is outside or dead are missing from /proc/locks here, and processes outside are invisible. Run the agent in the host's PID namespace.",
    );
  }
  if (view.scope === "unknown") {
    add(
      "unknown-pid-namespace",
      "The PID namespace of /proc could not be told, so an absent PID proves nothing.",
    );
  }
  if (view.hidesProcesses) {
    add(
      "hidden-processes",
      "/proc is mounted with hidepid: processes of other users are invisible to this agent.",
    );
  }
  if (view.bootId === "")
    add("no-boot-id", "The boot id cannot be read: processes of another boot cannot be told apart.");
  return list;
}

/** Clock ticks since the boot, on the clock that start times of processes are counted on. */
export function readUptimeTicks(proc: ProcFs): number {
  const text = proc.text("uptime", 128);
  const seconds = failed(text) ? Number.NaN : Number.parseFloat(text);
  return Number.isFinite(seconds) ? Math.floor(seconds * ticksPerSecond) : Number.MAX_SAFE_INTEGER;
}
