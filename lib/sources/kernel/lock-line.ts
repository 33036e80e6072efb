/** Type of a kernel lock, as `/proc/locks` prints it in its second column. */
export type KernelLockType = "flock" | "posix" | "ofd" | "file-lease" | "delegation";

/** One line of `/proc/locks`, or the text after `lock:` in a descriptor's fdinfo. */
export interface LockLine {
  /** What makes two lines the same lock, whoever took it: `type/major:minor:inode/start-end`. */
  key: string;
  ordinal: number;
  /** 0 for a granted lock; a waiter's line has one `->` and is nested below the lock that blocks it. */
  depth: number;
  type: KernelLockType;
  mode: "exclusive" | "shared" | "none";
  /** Signed: −1 for OFD locks, other negative numbers for locks of remote clients, 0 for an owner out of sight. */
  pid: number;
  /** `major:minor` in hex as the kernel prints it; null for a lock without inode. */
  device: string | null;
  /** Decimal; up to 64 bits, so it stays text. */
  inode: string | null;
  /** Those who wait for it, also behind one another. */
  waiters: readonly LockLine[];
}

/** Shared: of ten thousand locks, few are waited for. */
const nobody: readonly LockLine[] = [];

const types: ReadonlyMap<string, KernelLockType> = new Map([
  ["POSIX", "posix"],
  ["ACCESS", "posix"],
  ["OFDLCK", "ofd"],
  ["FLOCK", "flock"],
  ["LEASE", "file-lease"],
  ["DELEG", "delegation"],
]);

const modes: ReadonlyMap<string, LockLine["mode"]> = new Map([
  ["READ", "shared"],
  ["WRITE", "exclusive"],
  ["RW", "exclusive"],
  ["NONE", "none"],
  ["UNLCK", "none"],
]);

// Columns of fs/locks.c, lock_get_status(): id, nested arrows, type, a status such as ADVISORY or BREAKING, mode, PID, device and inode, range.
const shape =
  /^ *(\d{1,15}): *((?:-> *)?)(\S+) +\S+ +(\S+) +(-?\d{1,10}) +(?:([0-9a-f]{2,8}:[0-9a-f]{2,8}):(\d{1,20})|<none>:\d+) +(\d{1,19}) +(\d{1,19}|EOF) *$/;

/** Reads one line; null when it has not the shape that any known kernel prints. */
export function parseLockLine(line: string): LockLine | null {
  const match = shape.exec(line);
  if (match === null) return null;
  const type = types.get(match[3] ?? "");
  const mode = modes.get(match[4] ?? "");
  if (type === undefined || mode === undefined) return null;
  const [device = null, inode = null, start, end] = [match[6], match[7], match[8], match[9]];
  const place = device === null ? "none:0" : `${device}:${inode}`;
  return {
    key: `${type}/${place}/${start}-${end}`,
    ordinal: Number(match[1]),
    depth: match[2] === "" ? 0 : 1,
    type,
    mode,
    pid: Number(match[5]),
    device,
    inode,
    waiters: nobody,
  };
}

/** A line without its ordinal, which differs between the table and a descriptor's fdinfo. */
export function withoutOrdinal(line: string): string {
  return line.slice(line.indexOf(":") + 1);
}
