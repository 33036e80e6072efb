import { chmodSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plainName } from "#lib/domain/drill/names.ts";
import { stageNames } from "#lib/drill/stage.ts";

/** The drill's own folder, which nobody else may read, with the file that it is about. */
export interface DrillFolder {
  path: string;
  /** The guarded file. */
  file: string;
  /** The fleet's token, for the processes of node-7. */
  tokenFile: string;
  agentConfig: string;
  agentState: string;
  kernelLog: string;
  fifo: string;
}

export function makeFolder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "locksmith-drill-")));
  chmodSync(path, 0o700);
  return path;
}

export function fillFolder(path: string, fleetToken: string): DrillFolder {
  const folder = {
    path,
    file: join(path, plainName(stageNames.resource)),
    tokenFile: join(path, "fleet-token"),
    agentConfig: join(path, "agent.json"),
    agentState: join(path, "agent.state.json"),
    kernelLog: join(path, "kernel.log"),
    fifo: join(path, "lock-manager.fifo"),
  };
  writeFileSync(folder.tokenFile, fleetToken, { mode: 0o600 });
  writeFileSync(folder.file, configContent(0));
  writeFileSync(folder.agentConfig, JSON.stringify(agentConfig(folder)));
  writeFileSync(folder.kernelLog, "");
  writeFileSync(join(path, "processes"), "");
  return folder;
}

function agentConfig({ path, file }: DrillFolder) {
  return {
    kind: "lock",
    group: "drill:lock-nodes",
    resources: [{ path: `${path}/**`, resource: "drill:{base}" }],
    configs: [{ name: stageNames.resource, path: file }],
  };
}

/** What the orchestrator writes in its n-th cycle. */
export function configContent(cycle: number): string {
  return [
    "# drill: aiming and flight locks of the fleet",
    "[aim]",
    `cycle = ${cycle}`,
    "schema = 4",
    "max_slew_deg_s = 12.5",
    "settle_ms = 180",
    "hold_fire_on_mismatch = true",
    "[patrol]",
    "corridor_m = 40",
    "hover_ceiling_m = 120",
    `# last touched by ${stageNames.lockNode} @ 03:12`,
    "",
  ].join("\n");
}
