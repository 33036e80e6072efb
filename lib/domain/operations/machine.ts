import { isEnded, type OperationState } from "./operation.ts";

/** Every change of state that there is. What is not here never happens, whatever is asked and whenever. */
const transitions: Readonly<Record<OperationState, readonly OperationState[]>> = {
  planned: ["waiting", "aborted", "expired"],
  waiting: ["running", "aborting", "aborted", "failed", "expired"],
  running: ["verifying", "aborting", "done", "failed"],
  verifying: ["running", "aborting", "done", "failed"],
  aborting: ["aborted", "failed"],
  done: [],
  failed: [],
  aborted: [],
  expired: [],
};

/** Whether an operation may go from one state to another; staying where it is always may, until it ended. */
export function mayMove(from: OperationState, to: OperationState): boolean {
  return from === to || transitions[from].includes(to);
}

/** What people and tokens can do to an operation. */
export const operationVerbs = [
  "confirm",
  "ask",
  "acknowledge",
  "abort",
  "promote",
  "rollback",
  "resume",
  "extend",
  "bypass",
] as const;
export type OperationVerb = (typeof operationVerbs)[number];

const verbStates: Readonly<Record<OperationVerb, readonly OperationState[]>> = {
  confirm: ["planned"],
  ask: ["waiting"],
  acknowledge: ["waiting"],
  abort: ["planned", "waiting", "running", "verifying"],
  promote: ["running", "verifying"],
  rollback: ["running", "verifying"],
  resume: ["running", "verifying"],
  extend: ["running", "verifying"],
  bypass: ["waiting"],
};

/** Why a verb cannot be done in a state; null when it can. */
export function wrongState(verb: OperationVerb, state: OperationState): string | null {
  if (verbStates[verb].includes(state)) return null;
  if (isEnded(state)) return `It has ended: ${state}.`;
  if (verb === "confirm") return "It was confirmed already.";
  if (state === "planned") return "It was not confirmed yet.";
  if (state === "aborting") return "It is being taken back.";
  return verbStates[verb].includes("waiting")
    ? "Its gates have opened: it is running already."
    : "It is waiting for its gates.";
}
