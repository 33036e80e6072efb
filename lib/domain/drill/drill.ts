/** What is rehearsed: the story as it was, or a variation of it with a trap of its own. */
export const drillVariations = [
  "main",
  "holder-alive",
  "pid-reused",
  "partitioned",
  "second-orchestrator",
  "on-call-silent",
  "console-dies",
  "canary-telemetry",
] as const;
export type DrillVariation = (typeof drillVariations)[number];

/** Acts of every story, in their order; a variation leaves out those that it does not come to. */
export const actIds = [
  "calm",
  "hot",
  "fleet",
  "canary",
  "page",
  "hold-point",
  "drain",
  "clear",
  "quarantine",
  "take-over",
  "resume",
  "report",
] as const;
export type ActId = (typeof actIds)[number];

/** `hand`: a person starts what goes wrong next. `script`: it goes wrong by itself. `autopilot`: played people repair it, too. */
export const drillModes = ["hand", "script", "autopilot"] as const;
export type DrillMode = (typeof drillModes)[number];
/** `fast` is for tests: the story waits for what it shows and not for people to read. */
export const drillPaces = ["real", "brisk", "fast"] as const;
export type DrillPace = (typeof drillPaces)[number];

export interface DrillOptions {
  /** Nodes in all; the story's own 101 are among them. */
  nodes: number;
  variation: DrillVariation;
  mode: DrillMode;
  pace: DrillPace;
  /** Who answers the page: a played on-call, or somebody who signs in. */
  onCall: "played" | "person";
  /** Whether receivers of pages get those of the drill, marked as such. */
  deliverPages: boolean;
}

/** `starting`: its processes are coming up. `ending`: they are being ended, and what it left is being removed. */
export const drillStates = ["starting", "running", "ending"] as const;
export type DrillState = (typeof drillStates)[number];

/** One line of the coach: what happened, or what to look at. It never does anything. */
export interface CoachLine {
  at: number;
  act: ActId;
  kind: "happened" | "look" | "done" | "trap";
  text: string;
  /** Path in the console that shows it; null where there is none. */
  look: string | null;
}

/** A part of the rehearsal, and whether it is the real thing on this host. */
export interface DrillPart {
  part: string;
  how: "real" | "simulated";
  /** Why it is simulated, such as a right that this host does not give. */
  why: string | null;
}

/** Where the story is. */
export interface DrillAct {
  id: ActId;
  title: string;
  state: "pending" | "on" | "over";
  startedAt: number | null;
}

/** How it was played, from recorded facts alone. Times in ms since the incident began; null: not reached. */
export interface DrillScore {
  acknowledgedMs: number | null;
  proofMs: number | null;
  repairedMs: number | null;
  /** Moves that the server refused, or that the variation's trap was about. */
  wrongMoves: { at: number; who: string; text: string }[];
  /** What the variation asked for, and whether it was met. */
  goals: { text: string; met: boolean | null }[];
  /** One sentence. */
  sentence: string;
}
