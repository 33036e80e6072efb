import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plainName } from "#lib/domain/drill/names.ts";
import { stageNames } from "#lib/drill/stage.ts";
import { lives, type OwnPid, ownPid } from "./processes.ts";

const prefix = "locksmith-drill-";
const ownerFile = "runner";

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

/** Makes it. Folders of drills whose runner and keeper were both killed are swept away by the way. */
export function makeFolder(): string {
  for (const left of leftFolders()) rmSync(left, { recursive: true, force: true });
  const path = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  chmodSync(path, 0o700);
  writeFileSync(join(path, ownerFile), JSON.stringify(ownPid()));
  return path;
}

function leftFolders(): string[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(tmpdir(), name))
    .filter((path) => isLeft(path));
}

/** Only a folder of this user that says whose it is, and whose owner is gone for sure. */
function isLeft(path: string): boolean {
  try {
    if (lstatSync(path).uid !== process.geteuid?.() || !lstatSync(path).isDirectory()) return false;
    const { pid, startTime } = JSON.parse(readFileSync(join(path, ownerFile), "utf8")) as OwnPid;
    return Number.isSafeInteger(pid) && Number.isSafeInteger(startTime) && !lives({ pid, startTime });
  } catch {
    return false;
  }
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
  writeFileSync(folder.file, configContent(0, new Date()));
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

/** What the orchestrator writes in its n-th cycle; `at`: when that is. */
export function configContent(cycle: number, at: Date): string {
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
    `# last touched by ${stageNames.lockNode} @ ${at.toISOString().slice(11, 16)}`,
    "",
  ].join("\n");
}
