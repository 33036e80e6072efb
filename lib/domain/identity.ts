/**
 * Who a process is, completely enough that a reused PID is never taken for it
 * (host + boot + PID namespace + PID + start time + random instance id).
 */
export interface ProcessIdentity {
  node: string;
  /** `/proc/sys/kernel/random/boot_id`; another value means that the process is dead. */
  bootId: string;
  /** Inode number of the PID namespace, as in `pid:[4026531836]`; empty when it could not be read. */
  pidNs: string;
  pid: number;
  /** `/proc/PID/stat` field 22: clock ticks after boot. */
  startTime: number;
  /** Random id that the process chose for itself, when it has a session; empty otherwise. */
  instanceId: string;
}

/** True when both name the same process of the same boot; an instance id counts only when both have one. */
export function sameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  if (a.instanceId !== "" && b.instanceId !== "" && a.instanceId !== b.instanceId) return false;
  return (
    a.node === b.node &&
    a.bootId === b.bootId &&
    a.pidNs === b.pidNs &&
    a.pid === b.pid &&
    a.startTime === b.startTime
  );
}

/**
 * Stable owner id of a process without a session: usable in a URL, different for a reused PID. A boot id is hostile
 * text; without a separator in it, its node cannot pass for another.
 */
export function processOwnerId(p: Pick<ProcessIdentity, "node" | "bootId" | "pid" | "startTime">): string {
  return `${p.node}~${p.bootId.slice(0, 8).replaceAll("~", "-")}~${p.pid}~${p.startTime}`;
}
