/** Why somebody is on the list of those who could grab a resource again; the first that applies is named. */
export const rosterReasons = [
  "guardian",
  "watchdog",
  "orchestrator",
  "waiter",
  "was-refused",
  "took-it",
  "named",
] as const;
export type RosterReason = (typeof rosterReasons)[number];

/** A unit by which somebody can be paused, as it was last heard of. */
export interface PauseSight {
  name: string;
  paused: boolean;
  /** Said lately enough to prove something, with time of its hold left. */
  fresh: boolean;
  /** By an order of a drain that is on now. */
  byDrain: boolean;
}

/** Somebody who could grab the resource. */
export interface Candidate {
  id: string;
  label: string;
  node: string;
  service: string | null;
  because: RosterReason;
  /** All units that pause it; a session without any cannot be paused. */
  pauses: readonly PauseSight[];
}

export interface RosterEntry {
  id: string;
  label: string;
  node: string;
  service: string | null;
  because: RosterReason;
  state: "drained" | "paused" | "fenced" | "successor" | "free";
  text: string;
}

export interface RosterView {
  /** The lease service refuses everybody but the successor now; never so for a kernel lock. */
  closed: boolean;
  /** It will, before anything is cleared; never so for a kernel lock. */
  closes?: boolean;
  successor: { node: string; service: string } | null;
}

/**
 * Everybody who could grab the resource again, each once, with the state that decides: while one is free, the gate of a
 * clear stays shut. Sorted by what would open it: the free first.
 */
export function rosterOf(candidates: readonly Candidate[], view: RosterView): RosterEntry[] {
  const known = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const before = known.get(candidate.id);
    if (before === undefined || rank(candidate) < rank(before)) known.set(candidate.id, candidate);
  }
  return [...known.values()].map((candidate) => entryOf(candidate, view)).sort(byState);
}

function rank({ because }: Candidate): number {
  return rosterReasons.indexOf(because);
}

function entryOf(candidate: Candidate, view: RosterView): RosterEntry {
  const { id, label, node, service, because } = candidate;
  return { id, label, node, service, because, ...stateOf(candidate, view) };
}

function stateOf(candidate: Candidate, view: RosterView): Pick<RosterEntry, "state" | "text"> {
  const { node, service, because, pauses } = candidate;
  const why = reasonTexts[because];
  const named = view.successor !== null && view.successor.node === node && view.successor.service === service;
  if (named && view.closed)
    return { state: "successor", text: `${why} It is the named successor, and alone let in.` };
  if (named && view.closes === true)
    return {
      state: "successor",
      text: `${why} It is the named successor: it alone is let in after the clear.`,
    };
  if (isPaused(pauses)) {
    if (pauses.every((one) => one.byDrain))
      return { state: "drained", text: `${why} It said that it is paused.` };
    return { state: "paused", text: `${why} It said that it is paused, though for no drain that is on.` };
  }
  if (view.closed && !actsByItself(because)) {
    return { state: "fenced", text: `${why} The lease service refuses it while the resource is closed.` };
  }
  return { state: "free", text: `${why} ${freeText(candidate, view)}` };
}

/** All that pause it say so, lately; nobody without a unit is ever paused. */
function isPaused(pauses: readonly PauseSight[]): boolean {
  return pauses.length > 0 && pauses.every((one) => one.paused && one.fresh);
}

/** Whoever takes the resource in its own course, or was named by a person, does more than ask the lease service: it has to stand still. */
export function actsByItself(because: RosterReason): boolean {
  return because !== "waiter" && because !== "was-refused" && because !== "took-it";
}

const reasonTexts: Readonly<Record<RosterReason, string>> = {
  guardian: "It guards the resource.",
  watchdog: "It takes the resource over from its guardian.",
  orchestrator: "It takes the resource in its cycle.",
  waiter: "It waits for it.",
  "was-refused": "It asked for it lately, and was refused.",
  "took-it": "It held it lately.",
  named: "A drain for this clear names it.",
};

function freeText({ pauses, because }: Candidate, { closed, closes }: RosterView): string {
  if (!closed && closes === true && !actsByItself(because))
    return "It is refused once the resource is closed.";
  if (pauses.length === 0) {
    if (!closed && !actsByItself(because)) return "It could take it now.";
    return "It has no unit that could be paused, so it is free to grab it.";
  }
  const waiting = pauses.filter((one) => !(one.paused && one.fresh)).map((one) => one.name);
  const old = pauses.some((one) => one.paused && !one.fresh);
  return `${waiting.join(", ")} ${old ? "has not said lately that it is paused" : "is not paused"}.`;
}

const stateOrder: readonly RosterEntry["state"][] = ["free", "fenced", "paused", "drained", "successor"];

function byState(a: RosterEntry, b: RosterEntry): number {
  const order = stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state);
  if (order !== 0) return order;
  return a.label === b.label ? (a.id < b.id ? -1 : 1) : a.label < b.label ? -1 : 1;
}
