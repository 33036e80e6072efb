import { containerOrUnit } from "./cgroup.ts";
import { failed, type ProcFs } from "./procfs.ts";

/** Fields of `/proc/PID/stat` that locks need (proc_pid_stat(5)). */
export interface ProcessStat {
  pid: number;
  comm: string;
  /** One letter; `Z` is dead and not yet reaped, unless other threads of it live on. */
  state: string;
  ppid: number;
  processGroup: number;
  session: number;
  /** A thread of the kernel itself: it has no descriptors. */
  kernelThread: boolean;
  threads: number;
  /** Field 22: clock ticks after boot. With the PID it names one process of this boot. */
  startTime: number;
}

/** PF_KTHREAD in the kernel's `include/linux/sched.h`. */
const kernelThreadFlag = 0x0020_0000;

/** Reads `/proc/PID/stat`. The command in it may hold spaces, parentheses and line feeds. */
export function parseStat(text: string): ProcessStat | null {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 1 || close < open) return null;
  const rest = text.slice(close + 2).split(" ");
  const stat: ProcessStat = {
    pid: Number(text.slice(0, open)),
    comm: text.slice(open + 1, close),
    state: rest[0] ?? "",
    ppid: Number(rest[1]),
    processGroup: Number(rest[2]),
    session: Number(rest[3]),
    kernelThread: (Number(rest[6]) & kernelThreadFlag) !== 0,
    threads: Number(rest[17]),
    startTime: Number(rest[19]),
  };
  const numbers = [stat.pid, stat.ppid, stat.processGroup, stat.session, stat.threads, stat.startTime];
  return numbers.every(Number.isSafeInteger) && stat.state !== "" ? stat : null;
}

/** Dead, whether or not its parent has noticed. A leader that ended before its threads is not. */
export function isDead(stat: ProcessStat): boolean {
  return (stat.state === "Z" || stat.state === "X") && stat.threads <= 1;
}

export type StatResult = ProcessStat | "gone" | "unreadable";

/** Looks at one process; a zombie counts as gone, because it holds nothing any more. */
export function readStat(proc: ProcFs, pid: number): StatResult {
  const text = proc.text(`${pid}/stat`, 4096);
  if (failed(text)) return text.failure === "gone" ? "gone" : "unreadable";
  const stat = parseStat(text);
  if (stat === null) return "unreadable";
  return isDead(stat) ? "gone" : stat;
}

/** What a person recognises a process by. */
export interface ProcessFacts extends ProcessStat {
  /** Command line with spaces between its words, or `[comm]` where it has none. Hostile text: not yet made safe. */
  command: string;
  /** Path of its program, with rights to see it. */
  program: string | null;
  uid: number | null;
  /** systemd unit or container, from its cgroup. */
  unit: string | null;
}

const commandBytes = 1024;

/** All that is known of one process; null when it is gone meanwhile. */
export function readProcess(proc: ProcFs, pid: number): ProcessFacts | null {
  const stat = readStat(proc, pid);
  if (typeof stat === "string") return null;
  const line = proc.text(`${pid}/cmdline`, commandBytes);
  const words = failed(line) ? "" : line.replace(/\0+$/, "").replaceAll("\0", " ");
  const status = proc.text(`${pid}/status`, 4096);
  const uid = failed(status) ? null : (/^Uid:\t\d+\t(\d+)/m.exec(status)?.[1] ?? null);
  const cgroup = proc.text(`${pid}/cgroup`, 8192);
  const program = proc.link(`${pid}/exe`);
  return {
    ...stat,
    command: words === "" ? `[${stat.comm}]` : words,
    program: failed(program) ? null : program,
    uid: uid === null ? null : Number(uid),
    unit: failed(cgroup) ? null : containerOrUnit(cgroup),
  };
}
