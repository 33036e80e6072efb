import type { ProcessIdentity } from "#lib/domain/identity.ts";
import type { HostView } from "./host-view.ts";
import { readStat } from "./process-facts.ts";
import { failed, type ProcFs } from "./procfs.ts";

/** Who this process is, by the numbers of the proc mount that it reads; `instanceId` is its own random id. */
export function ownIdentity(
  proc: ProcFs,
  view: Pick<HostView, "bootId" | "pidNs">,
  self: { node: string; instanceId: string },
): ProcessIdentity {
  const link = proc.link("self");
  const pid = failed(link) || !/^\d{1,10}$/.test(link) ? process.pid : Number(link);
  const stat = readStat(proc, pid);
  const startTime = typeof stat === "string" ? 0 : stat.startTime;
  return { ...self, bootId: view.bootId, pidNs: view.pidNs, pid, startTime };
}
