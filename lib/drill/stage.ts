import type { Api } from "#lib/client/http.ts";
import type { ActId, CoachLine, DrillOptions, DrillPace, DrillPart } from "#lib/domain/drill/drill.ts";
import type { Severity } from "#lib/domain/states.ts";

/** What the parts of a drill are called; all carry its label. */
export const stageNames = {
  resource: "drill:aim_lock_config.conf",
  /** Lock node that is real: its agent, guardian and watchdog are processes of the runner's host. */
  lockNode: "drill:node-7",
  controlNode: "drill:control-1",
  guardian: "drill:guardian",
  watchdog: "drill:watchdog",
  orchestrator: "drill:orchestrator",
  /** The one that nobody knew, of the variation. */
  secondOrchestrator: "drill:orchestrator-b",
  patrols: ["drill:patrol-a", "drill:patrol-b", "drill:patrol-c", "drill:patrol-d"],
  commander: "drill:commander",
  onCall: "drill:on-call",
} as const;

/**
 * What an act, a variation and a played person get to work with. Nothing here presses a person's button: whoever plays a
 * person does so with that person's own client.
 */
export interface Stage {
  readonly drillId: string;
  readonly options: DrillOptions;
  /** Origin of the server, without a slash at the end. */
  readonly server: string;
  /** `fleet` writes every node of the drill and reads all; the other two are the played people. */
  readonly api: { readonly fleet: Api; readonly commander: Api; readonly onCall: Api };
  readonly parts: RealParts;
  readonly fleet: Fleet;
  /** The server's own process, where the runner started it (`npm run drill`); absent where it is somebody else's. */
  readonly console?: OwnConsole;
  /** Aborted when the drill ends; whatever still waits then rejects or returns. */
  readonly signal: AbortSignal;
  /** Server's wall clock, epoch ms. */
  now(): number;
  /** A line of the coach, shown under the act that is on. It says what happened or what to look at. */
  say(kind: CoachLine["kind"], text: string, look?: string | null): void;
  /** Where an act is: it begins when its facts are there, never by a clock. */
  actState(id: ActId): "pending" | "on" | "over";
  /**
   * Asks again, at each change that the server tells of and at least four times a second, until the answer is neither
   * null, undefined nor false, and resolves with it. Rejects with `NotSeen` after `deadlineMs` (60 s; Infinity where a
   * person is waited for), and with the signal's reason when the drill ends. An answer of the server that is an error
   * counts as "not yet".
   */
  until<T>(what: string, look: () => Promise<T | null | undefined | false>, deadlineMs?: number): Promise<T>;
  /** Time to read and to look: as it is at pace `real`, a quarter at `brisk`, none at `fast`. Ends early with the drill. */
  linger(ms: number): Promise<void>;
}

/** The server as a process that the runner owns. */
export interface OwnConsole {
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** The same server again, on the same port and data folder; resolves when it is ready. */
  start(): Promise<void>;
}

/** Something that the story waits for did not come. */
export class NotSeen extends Error {
  constructor(what: string, deadlineMs: number) {
    super(`not seen within ${Math.round(deadlineMs / 1000)} s: ${what}`);
    this.name = "NotSeen";
  }
}

/** Whom a real part can be told about. */
export type RealPartName =
  | "agent"
  | "guardian"
  | "watchdog"
  | "orchestrator"
  | "second-orchestrator"
  | "orphan"
  | "bystander";

/** A line of a kernel's log, as the drill writes it: simulated, and its text says so. */
export interface KernelLine {
  /** Such as `kernel.panic`; dotted, begins with `kernel.`. */
  kind: string;
  severity: Severity;
  text: string;
}

/**
 * The real processes on this host, each a child of the runner with the drill's mark in its environment. Where the host
 * does not give what one needs, the same is told through the protocol, and `list` says so. All resolve when it is done
 * for real (the process is there, or is gone), not when the server knows of it: wait for that with `Stage.until`.
 */
export interface RealParts {
  /** What is real here, and what is not, and why. */
  readonly list: readonly DrillPart[];
  /** Folder of the drill, and the guarded file in it. */
  readonly folder: string;
  readonly file: string;
  /** PID of a part that runs; null while it does not. */
  pid(part: RealPartName): number | null;
  /** kill -9 of the guardian: its flock goes, its lease stays. Resolves with the PID that it had. */
  killGuardian(): Promise<number>;
  /** A guardian anew, after it was killed. */
  startGuardian(): Promise<number>;
  startWatchdog(): Promise<number>;
  /**
   * The lock manager's restart with an incomplete cleanup: `flock FILE cat FIFO`, whose taker is killed -9. `cat` goes on
   * holding the flock, and ends by itself at the end of the FIFO.
   */
  makeOrphan(): Promise<{ takerPid: number; holderPid: number }>;
  /** Lets the orphan's holder end by itself, as if nobody had needed to clear it. */
  endOrphan(): Promise<void>;
  /** The same command with its taker alive: a lock that has an owner after all. Ends with `endOrphan`. */
  holdAlive(): Promise<{ takerPid: number; holderPid: number }>;
  /**
   * An innocent process that has this PID, which nobody may have now. False where the host does not let one choose;
   * then nothing was done. It ends with the drill, or with `end("bystander")`.
   */
  reusePid(pid: number): Promise<boolean>;
  /** SIGSTOP and SIGCONT. */
  freeze(part: RealPartName): Promise<void>;
  wake(part: RealPartName): Promise<void>;
  /** kill -9; resolves when it is gone. Nothing happens when it does not run. */
  end(part: RealPartName): Promise<void>;
  /** No word between the server and what runs on node-7 (agent, guardian, watchdog): all of it lives on. */
  cutNetwork(): Promise<void>;
  healNetwork(): Promise<void>;
  /** An orchestrator of which nobody knew: it takes the lease the moment that it can, and asks again and again. */
  startSecondOrchestrator(): Promise<number>;
  /** Through the drill's agent, as events of its node. */
  writeKernelLog(lines: readonly KernelLine[]): Promise<void>;
}

/** What the fleet is told; what follows from it is its own doing, through the protocol. */
export type FleetCue =
  /** The guarded file has this content now, written under this epoch: nodes run it, and report so. */
  | { cue: "version"; content: string; epoch: number }
  /**
   * The guardian is silent: nodes ask for the lease themselves, again and again, and are refused. They stop, and are well
   * again, each by itself, when the lease has a living holder with a higher epoch than `epoch`, or when the beats of the
   * one that was lost are heard again for a while.
   */
  | { cue: "refused"; epoch: number }
  /** What the refused make of it: drones halt in mid-patrol, arms halt, the cluster is impaired. Ends as `refused` does. */
  | { cue: "suffer" }
  /** Canaries from now on: as in the story (one of the chosen refuses for its lock), all well, or one with bad telemetry. */
  | { cue: "canary"; outcome: "one-refuses" | "all-well" | "bad-telemetry" }
  /** These nodes say nothing and hear nothing, and go on. */
  | { cue: "partition"; nodes: readonly string[] }
  | { cue: "heal"; nodes: readonly string[] };

export interface FleetStatus {
  /** Nodes whose session is open. */
  open: number;
  /** Nodes that ask for the lease and are refused just now. */
  refused: number;
  /** Nodes all of whose units are paused. */
  paused: number;
  /** Nodes whose units say that they are impaired or halted. */
  unwell: number;
}

export interface FleetOptions {
  /** Origin of the server, and the drill's fleet token. */
  server: string;
  token: string;
  drillId: string;
  /** Nodes in all, the real one (node-7) not simulated among them. */
  nodes: number;
  pace: DrillPace;
  /** Something does not work; it is tried again. */
  onTrouble: (text: string) => void;
  /** Stop: sessions are closed as far as that is quick. */
  signal: AbortSignal;
}

/**
 * Everything of the fleet that is not a process of its own. `lib/drill/fleet/start-fleet.ts` exports
 * `startFleet(options: FleetOptions): Promise<Fleet>`, which resolves when every session is open; the runner runs it in a
 * process of its own, so arguments and answers are plain JSON.
 */
export interface Fleet {
  cue(cue: FleetCue): Promise<void>;
  status(): Promise<FleetStatus>;
  /** Rejects never. */
  stop(): Promise<void>;
}

/** What an act does when it is its turn. It resolves when the act's own doing is done. */
export type ActScript = (stage: Stage) => Promise<void>;

/**
 * How a variation differs from the story. `lib/drill/variations/variations.ts` exports
 * `variationOf(id: DrillVariation): Variation`; that of `main` is empty.
 */
export interface Variation {
  /** The owner that falls silent is alive, and comes back under the same epoch: that is this story's good end. */
  ownerReturns?: boolean;
  /** Acts that this story does not come to. */
  leaveOut?: readonly ActId[];
  /** Titles that differ. */
  titles?: Partial<Record<ActId, string>>;
  /** What an act does instead; `instead` gets the story's own script, to be called or not. */
  acts?: Partial<Record<ActId, (stage: Stage, story: ActScript) => Promise<void>>>;
  /** Lines of the coach that take the place of the story's, by act: what to look at when it begins. */
  looks?: Partial<Record<ActId, { text: string; look: string | null }>>;
  /** Runs beside the whole story, from calm on, until the signal: for traps that wait for a fact. */
  beside?: (stage: Stage) => Promise<void>;
}

/**
 * Who is played. `lib/drill/players/players.ts` exports `play(stage: Stage, cast: Cast): Promise<void>`, which runs until
 * the signal and rejects never. The commander is played by the autopilot alone; the on-call unless a person is.
 */
export interface Cast {
  commander: boolean;
  onCall: boolean;
}
