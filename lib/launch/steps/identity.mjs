// @ts-check
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * A process that a file can name without being wrong once its PID is used again.
 * @typedef {object} ProcessIdentity
 * @property {number} pid
 * @property {string} startTime field 22 of /proc/PID/stat; empty where there is no /proc
 * @property {string} boot boot id of the machine; empty where unknown
 * @property {string} host
 * @property {string} pidNamespace within which the PID means anything; empty where there are none
 */

/** @param {() => string} read */
function orEmpty(read) {
  try {
    return read();
  } catch {
    return "";
  }
}

/** @param {number} pid */
function startTimeOf(pid) {
  return orEmpty(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name may hold spaces and brackets, so fields are counted from its last bracket.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  });
}

const boot = () => orEmpty(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
const pidNamespace = () => orEmpty(() => readlinkSync("/proc/self/ns/pid"));

/** @returns {ProcessIdentity} */
export function selfIdentity() {
  const { pid } = process;
  return { pid, startTime: startTimeOf(pid), boot: boot(), host: hostname(), pidNamespace: pidNamespace() };
}

/**
 * Whether the process still lives. `unknown` when its PID belongs to another host or namespace: it proves nothing here.
 * @param {ProcessIdentity} identity
 * @returns {"alive" | "dead" | "unknown"}
 */
export function judge(identity) {
  if (identity.boot !== boot()) return identity.host === hostname() ? "dead" : "unknown";
  if (identity.pidNamespace !== pidNamespace()) return "unknown";
  if (identity.startTime !== "") return startTimeOf(identity.pid) === identity.startTime ? "alive" : "dead";
  try {
    process.kill(identity.pid, 0);
    return "alive";
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM" ? "alive" : "dead";
  }
}
