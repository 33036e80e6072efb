import type { ProcessObservation } from "#lib/contract/agent.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import type { HostView } from "./host-view.ts";
import { readStat } from "./process-facts.ts";
import type { ProcFs } from "./procfs.ts";

/**
 * The state of one process that somebody asked about. `gone` and `reused` are said only of the same boot and PID
 * namespace, and only where an absent process cannot merely be hidden: anything else proves nothing.
 */
export function observeProcess(
  proc: ProcFs,
  view: HostView,
  asked: ProcessIdentity,
): ProcessObservation["status"] {
  if (view.bootId === "" || asked.bootId === "") return "unreadable";
  if (asked.bootId !== view.bootId) return "other-boot";
  if (view.pidNs === "" || asked.pidNs !== view.pidNs || asked.pid <= 0) return "foreign-namespace";
  const stat = readStat(proc, asked.pid);
  if (stat === "gone") return view.hidesProcesses ? "unreadable" : "gone";
  if (stat === "unreadable") return "unreadable";
  return stat.startTime === asked.startTime ? "alive" : "reused";
}
