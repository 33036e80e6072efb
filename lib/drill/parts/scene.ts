import type { DrillPace, DrillVariation } from "#lib/domain/drill/drill.ts";
import type { Fleet } from "#lib/drill/stage.ts";
import { startFleetProcess } from "./fleet-process.ts";
import { fillFolder } from "./folder.ts";
import type { OrchestratorNews } from "./orchestrator-task.ts";
import type { OwnPid } from "./processes.ts";
import { Processes } from "./processes.ts";
import { HostParts } from "./real-parts.ts";
import { openRelay } from "./relay.ts";

export interface SceneOptions {
  server: string;
  fleetToken: string;
  drillId: string;
  nodes: number;
  pace: DrillPace;
  variation: DrillVariation;
  /** Of the drill, empty. */
  folder: string;
  onStarted: (one: OwnPid) => void;
  onLine: (line: string) => void;
  untilSeen: (pids: readonly number[]) => Promise<void>;
  signal: AbortSignal;
}

/** Everything that is there before anything goes wrong. */
export interface Scene {
  parts: HostParts;
  fleet: Fleet;
}

const guardTtlMs: Readonly<Record<DrillPace, number>> = { real: 20_000, brisk: 8_000, fast: 4_000 };
const cycleMs: Readonly<Record<DrillPace, number>> = { real: 6_000, brisk: 3_000, fast: 1_000 };
/** A version that was written is picked up at once; a refusal of the orchestrator is its own session's doing. */
const realNodes = 1;

/** Starts the real parts and the fleet. What is begun and not ended when it rejects is the keeper's to end. */
export async function openScene(options: SceneOptions): Promise<Scene> {
  const { server, fleetToken: token, drillId, pace, onLine, signal } = options;
  const folder = fillFolder(options.folder, token);
  const processes = new Processes(drillId, folder.path, options.onStarted);
  const relay = await openRelay(server);
  signal.addEventListener("abort", () => void relay.close(), { once: true });
  let fleet: Fleet | null = null;
  const parts = new HostParts({
    server,
    token,
    folder,
    processes,
    relay,
    variation: options.variation,
    guardTtlMs: guardTtlMs[pace],
    cycleMs: cycleMs[pace],
    onOrchestrator: (news) => void hear(fleet, news).catch(() => undefined),
    onLine,
    untilSeen: options.untilSeen,
    signal,
  });
  const one = processes.startOwn(["drill-part", "fleet"], { onLine: (line) => onLine(`fleet: ${line}`) });
  const starting = startFleetProcess(one, {
    server,
    token,
    drillId,
    nodes: options.nodes - realNodes,
    pace,
    onTrouble: (text) => onLine(`fleet: ${text}`),
    signal,
  });
  const guarded = parts.startAgent().then(() => parts.startGuardian());
  const [started] = await Promise.all([
    starting,
    guarded.then(() => Promise.all([parts.startWatchdog(), parts.startOrchestrator()])),
  ]);
  fleet = started;
  return { parts, fleet };
}

async function hear(fleet: Fleet | null, news: OrchestratorNews): Promise<void> {
  if (news.what === "wrote") await fleet?.cue({ cue: "version", content: news.content, epoch: news.epoch });
}
