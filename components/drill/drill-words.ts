import type { DrillMode, DrillOptions, DrillPace, DrillVariation } from "#lib/domain/drill/drill.ts";
import { nodesWords } from "./drill-state.ts";

/** What a variation trains, in one line that does not give its trap away. */
export const variationWords: Record<DrillVariation, { name: string; trains: string }> = {
  main: {
    name: "The story as it was",
    trains: "From the page to the report: proof, hold point, drain, clear, take-over.",
  },
  "holder-alive": {
    name: "Silence at 03:12",
    trains: "Telling a holder that says nothing from one that is gone.",
  },
  "pid-reused": {
    name: "A familiar PID",
    trains: "Reading who really holds a lock, not who is named in it.",
  },
  partitioned: {
    name: "No word from node-7",
    trains: "What silence proves, and what may be done while it lasts.",
  },
  "second-orchestrator": {
    name: "After the clear",
    trains: "Knowing everybody who could take the lock next, before it is free.",
  },
  "on-call-silent": {
    name: "Nobody answers",
    trains: "Going on when a hold point stays shut, and what that costs.",
  },
  "console-dies": {
    name: "Lights out in the hold",
    trains: "What the fleet does by itself, and where to go on afterwards.",
  },
  "canary-telemetry": {
    name: "The canary's numbers",
    trains: "Telling a bad lock from a bad version.",
  },
};

export const modeWords: Record<DrillMode, { name: string; does: string }> = {
  hand: { name: "By hand", does: "You start each thing that goes wrong, when everybody is ready." },
  script: { name: "By itself", does: "Things go wrong on their own; you repair them." },
  autopilot: { name: "Autopilot", does: "Played people repair it, too: for a demonstration." },
};

export const paceWords: Record<DrillPace, { name: string; does: string }> = {
  real: { name: "Real", does: "with time to read and to look, about 15 minutes" },
  brisk: { name: "Brisk", does: "four times as fast" },
  fast: { name: "Fast", does: "as fast as it goes; for tests" },
};

export const onCallWords: Record<DrillOptions["onCall"], { name: string; does: string }> = {
  played: {
    name: "A played colleague",
    does: "drill:on-call acknowledges by itself, so that one person can train.",
  },
  person: {
    name: "Somebody who signs in",
    does: "An approver here opens the link of the page and acknowledges.",
  },
};

/** The options in one line. */
export function optionsWords({ nodes, variation, mode, pace, onCall, deliverPages }: DrillOptions): string[] {
  return [
    variationWords[variation].name,
    nodesWords(nodes),
    `goes on ${modeWords[mode].name.toLowerCase()}`,
    `pace ${paceWords[pace].name.toLowerCase()}`,
    onCall === "played" ? "on-call is played" : "on-call is a person",
    deliverPages ? "pages go to the receivers, marked as drill" : "no page leaves this server",
  ];
}
