import type { Judgement } from "#lib/domain/evidence.ts";
import type { LockFacts } from "#lib/sources/kernel/describe.ts";

/** One kernel lock with its verdict, as `--json` prints it. */
export type LocalLock = LockFacts & Judgement;

const columns = [
  "COMMAND",
  "PID",
  "TYPE",
  "MODE",
  "START",
  "END",
  "WAIT",
  "VERDICT",
  "TAKER",
  "ALSO HELD BY",
  "PATH",
] as const;
const numeric: ReadonlySet<string> = new Set(["PID", "START", "END", "WAIT"]);

/**
 * The table of `locksmith ls --local`, one line a lock: COMMAND and PID are of the true holder, TAKER is what the
 * kernel recorded and what became of it. All text in it was made safe when it was read.
 */
export function localTable(locks: readonly LocalLock[]): string {
  const rows = [...locks].sort(byPath).map(cellsOf);
  const widths = columns.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  return [columns, ...rows].map((row) => `${line(row, widths)}\n`).join("");
}

function cellsOf(lock: LocalLock): string[] {
  const [holder, ...others] = lock.holders;
  const [start = "", end = ""] = (lock.key.split("/").at(-1) ?? "").split("-");
  return [
    holder === undefined ? "(nobody)" : program(holder.process.command),
    holder === undefined ? "-" : `${holder.process.pid}`,
    lock.type.toUpperCase(),
    lock.mode === "exclusive" ? "WRITE" : "READ",
    start,
    end,
    lock.waiters.length === 0 ? "" : `${lock.waiters.length}`,
    lock.verdict,
    few(lock.takers.map(taker)),
    few(others.map(({ process }) => `${program(process.command)}:${process.pid}`)),
    lock.path ?? `(${lock.resource})`,
  ];
}

function taker({ recordedPid, status }: LocalLock["takers"][number]): string {
  if (status === "holds") return `${recordedPid}`;
  if (recordedPid === -1) return "-1 (OFD)";
  const fate = {
    "alive-without-line": "alive",
    gone: "gone",
    reused: "reused",
    none: "none",
    unreadable: "unread",
  };
  return `${recordedPid} (${fate[status]})`;
}

/** The base name of the program: of `[kworker/0:1]` and `sshd: root@pts/0` too. */
function program(command: string): string {
  const first = command.split(" ", 1)[0] ?? "";
  return first.startsWith("/") ? first.slice(first.lastIndexOf("/") + 1) : first;
}

function few(words: readonly string[]): string {
  return words.length > 3 ? `${words.slice(0, 3).join(",")},+${words.length - 3}` : words.join(",");
}

function line(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, at) => {
    const width = widths[at] ?? 0;
    return numeric.has(columns[at] ?? "") ? cell.padStart(width) : cell.padEnd(width);
  });
  return padded.join(" ").trimEnd();
}

function byPath(a: LocalLock, b: LocalLock): number {
  const [left, right] = [a.path ?? "\uffff", b.path ?? "\uffff"];
  return left < right ? -1 : left > right ? 1 : a.key < b.key ? -1 : 1;
}
