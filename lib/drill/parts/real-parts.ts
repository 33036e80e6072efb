import { appendFileSync } from "node:fs";
import type { DrillVariation } from "#lib/domain/drill/drill.ts";
import { type KernelLine, type RealPartName, type RealParts, stageNames } from "#lib/drill/stage.ts";
import { type DeadMan, startDeadMan } from "#lib/sources/kernel/clear/dead-man.ts";
import { startAs } from "./bystander.ts";
import type { DrillFolder } from "./folder.ts";
import { lacksForFlock, lacksForLock } from "./host-gives.ts";
import type { OrchestratorNews, OrchestratorTask } from "./orchestrator-task.ts";
import { partsHere } from "./parts-here.ts";
import { type OwnProcess, type Processes, signalOwn, untilGone } from "./processes.ts";
import type { Relay } from "./relay.ts";
import { Remote } from "./remote.ts";
import { StuckLock, type StuckProcesses } from "./stuck-lock.ts";
import { ToldAgent } from "./told-agent.ts";
import { ToldStuckLock } from "./told-lock.ts";

export interface RealPartsOptions {
  server: string;
  token: string;
  folder: DrillFolder;
  processes: Processes;
  /** The way to the server of all that runs on node-7. */
  relay: Relay;
  variation: DrillVariation;
  /** How long the lease of the guardian lives without a renewal. */
  guardTtlMs: number;
  cycleMs: number;
  onOrchestrator: (news: OrchestratorNews) => void;
  /** Something that a process said; for whoever looks into a failure. */
  onLine: (line: string) => void;
  /** The end of the drill. */
  signal: AbortSignal;
  /** The server knows that one of these holds the file; a taker that is killed before that is no proven one. */
  untilSeen: (pids: readonly number[]) => Promise<void>;
}

const guardTriesMost = 5;

/** All of them on this host, each a process of its own. */
export class HostParts implements RealParts {
  readonly list = partsHere();
  readonly #options: RealPartsOptions;
  readonly #running = new Map<RealPartName, OwnProcess>();
  readonly #stuck: StuckProcesses;
  /** In the place of the agent, where a real one would not see the stuck lock. */
  readonly #told: ToldAgent | null;
  readonly #deadMan: DeadMan;

  constructor(options: RealPartsOptions) {
    this.#options = options;
    const { processes, folder } = options;
    const why = lacksForLock();
    if (why === null) {
      this.#told = null;
      this.#stuck = new StuckLock(processes, folder.file, folder.fifo, options.variation === "pid-reused");
    } else {
      const stuck: ToldStuckLock = new ToldStuckLock(processes, () => this.#told?.changed());
      this.#stuck = stuck;
      this.#told = new ToldAgent({
        server: options.relay.url,
        token: options.token,
        node: stageNames.lockNode,
        file: folder.file,
        resource: stageNames.resource,
        why,
        stuck,
        signal: options.signal,
      });
    }
    // Lets whoever is frozen go on when this process is killed, so that it can notice that and end.
    this.#deadMan = startDeadMan();
  }

  get folder(): string {
    return this.#options.folder.path;
  }

  get file(): string {
    return this.#options.folder.file;
  }

  pid(part: RealPartName): number | null {
    return part === "orphan" ? (this.#stuck.holder?.pid ?? null) : (this.#running.get(part)?.pid ?? null);
  }

  async startAgent(): Promise<void> {
    if (this.#told !== null) return;
    const { folder } = this.#options;
    const rest = [
      "--config",
      folder.agentConfig,
      "--state",
      folder.agentState,
      "--drill-folder",
      folder.path,
    ];
    this.#start("agent", ["agent", ...this.#asNode(), "--allow-clear", ...rest]);
  }

  startGuardian(): Promise<number> {
    return this.#startGuard("guardian", this.#guard(stageNames.guardian), "guarding");
  }

  startWatchdog(): Promise<number> {
    const args = [...this.#guard(stageNames.watchdog), "--watchdog"];
    return this.#startGuard("watchdog", args, "standby");
  }

  async startOrchestrator(): Promise<number> {
    return this.#orchestrate("orchestrator", stageNames.orchestrator, true);
  }

  async startSecondOrchestrator(): Promise<number> {
    return this.#orchestrate("second-orchestrator", stageNames.secondOrchestrator, false);
  }

  async killGuardian(): Promise<number> {
    const pid = this.pid("guardian") ?? 0;
    await this.end("guardian");
    return pid;
  }

  async makeOrphan(): Promise<{ takerPid: number; holderPid: number }> {
    const made = await this.holdAlive();
    await this.#options.untilSeen([made.takerPid, made.holderPid]);
    await this.#stuck.orphan();
    return made;
  }

  holdAlive(): Promise<{ takerPid: number; holderPid: number }> {
    return this.#stuck.take();
  }

  endOrphan(): Promise<void> {
    return this.#stuck.end();
  }

  async reusePid(pid: number): Promise<boolean> {
    const one = await startAs(this.#options.processes, pid);
    if (one !== null) this.#keep("bystander", one);
    return one !== null;
  }

  async freeze(part: RealPartName): Promise<void> {
    const one = this.#process(part);
    if (one === null) return;
    this.#deadMan.watch(one.pid);
    signalOwn(one, "SIGSTOP");
  }

  async wake(part: RealPartName): Promise<void> {
    const one = this.#process(part);
    if (one !== null) signalOwn(one, "SIGCONT");
  }

  async end(part: RealPartName): Promise<void> {
    const one = this.#process(part);
    if (one === null) return;
    signalOwn(one, "SIGKILL");
    await untilGone(one);
    this.#running.delete(part);
  }

  async cutNetwork(): Promise<void> {
    this.#options.relay.cut();
  }

  async healNetwork(): Promise<void> {
    this.#options.relay.heal();
  }

  async writeKernelLog(lines: readonly KernelLine[]): Promise<void> {
    const text = lines.map(
      (line) => `${JSON.stringify({ ...line, text: `DRILL, simulated: ${line.text}` })}\n`,
    );
    appendFileSync(this.#options.folder.kernelLog, text.join(""));
  }

  #process(part: RealPartName) {
    return part === "orphan" ? this.#stuck.holder : (this.#running.get(part) ?? null);
  }

  #asNode(): string[] {
    const { relay, folder } = this.#options;
    return ["--server", relay.url, "--token-file", folder.tokenFile, "--node", stageNames.lockNode];
  }

  #guard(service: string): string[] {
    const ttl = `${this.#options.guardTtlMs}ms`;
    const what = ["--name", stageNames.resource, "--service", service, "--ttl", ttl, "--json"];
    if (lacksForFlock() !== null) what.push("--drill-without-flock");
    return ["guard", this.file, ...this.#asNode(), ...what];
  }

  async #orchestrate(part: RealPartName, service: string, known: boolean): Promise<number> {
    const { server, token, cycleMs, onOrchestrator } = this.#options;
    const one = this.#start(part, ["drill-part", "orchestrator"]);
    const remote = new Remote(one.child, (_, value) => onOrchestrator(value as OrchestratorNews));
    const { controlNode: node, resource } = stageNames;
    const task: OrchestratorTask = {
      server,
      token,
      node,
      service,
      resource,
      file: this.file,
      everyMs: cycleMs,
      known,
    };
    await remote.call("start", task);
    return one.pid;
  }

  /** On a host that is busy its first request can take longer than it waits for: then it is started again. */
  async #startGuard(part: "guardian" | "watchdog", args: readonly string[], event: string): Promise<number> {
    for (let tries = 1; ; tries += 1) {
      const one = this.#start(part, args);
      const line = await one.line((text) => text.includes(`"event":"${event}"`));
      if (line !== null) return one.pid;
      if (tries === guardTriesMost) throw new Error(`PID ${one.pid} ended before it was ${event}`);
    }
  }

  #start(part: RealPartName, args: readonly string[]): OwnProcess {
    const { processes, onLine } = this.#options;
    const one = processes.startOwn(args, { onLine: (line) => onLine(`${part}: ${line}`) });
    return this.#keep(part, one);
  }

  #keep(part: RealPartName, one: OwnProcess): OwnProcess {
    this.#running.set(part, one);
    void one.ended.then(() => this.#running.get(part) === one && this.#running.delete(part));
    return one;
  }
}
