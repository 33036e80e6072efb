import type { OperationRow } from "#lib/contract/operations.ts";
import { type ActId, actIds, type DrillAct, type DrillMode } from "#lib/domain/drill/drill.ts";
import type { OperationKind } from "#lib/domain/operations/operation.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { stageNames } from "#lib/drill/stage.ts";
import type { StoryFacts } from "./facts.ts";

/** What goes wrong: begun by hand or by the script. All other acts begin when people do what they are about. */
const storyActs: ReadonlySet<ActId> = new Set(["calm", "hot", "fleet"]);

/** The acts of a story in their order, none of them begun. */
export function newStory(titleOf: (id: ActId) => string, leaveOut: readonly ActId[] = []): DrillAct[] {
  return actIds
    .filter((id) => !leaveOut.includes(id))
    .map((id) => ({ id, title: titleOf(id), state: "pending", startedAt: null }));
}

/** The act that is on; null before the first one. */
export function currentAct(acts: readonly DrillAct[]): ActId | null {
  return acts.find(({ state }) => state === "on")?.id ?? null;
}

/** With this act on: all before it are over, whether they were come to or not. Acts never go back. */
export function moveTo(acts: readonly DrillAct[], id: ActId, at: number): DrillAct[] {
  const target = acts.findIndex((act) => act.id === id);
  if (target === -1 || acts[target]?.state !== "pending") return [...acts];
  return acts.map((act, index) => {
    if (index === target) return { ...act, state: "on", startedAt: at };
    return index < target ? { ...act, state: "over" } : act;
  });
}

/** The act that is begun by hand or by the script next; null where people are waited for, or the last one still plays. */
export function nextOfStory(acts: readonly DrillAct[], isPlaying: boolean): ActId | null {
  if (isPlaying) return null;
  const next = acts.find(({ state }) => state === "pending");
  return next !== undefined && storyActs.has(next.id) && isInFront(acts, next.id) ? next.id : null;
}

function isInFront(acts: readonly DrillAct[], id: ActId): boolean {
  const on = acts.findIndex(({ state }) => state === "on");
  return acts.findIndex((act) => act.id === id) === on + 1;
}

/** Whether nobody has to start what goes wrong next. */
export function goesOnByItself(mode: DrillMode): boolean {
  return mode !== "hand";
}

/**
 * The furthest act that what people did has come to, if that is beyond the one that is on; null else. `hotAt` and
 * `epoch`: when the guardian was killed, and its lease's epoch then; what was done before counts for nothing.
 */
export function reached(
  acts: readonly DrillAct[],
  facts: StoryFacts,
  hot: { at: number; epoch: number } | null,
): ActId | null {
  if (hot === null) return null;
  const on = acts.findIndex(({ state }) => state === "on");
  const beyond = acts.slice(on + 1).reverse();
  return beyond.find(({ id }) => isReached(id, facts, hot))?.id ?? null;
}

function isReached(id: ActId, facts: StoryFacts, hot: { at: number; epoch: number }): boolean {
  const done = facts.operations.filter(({ createdAt }) => createdAt >= hot.at);
  const of = (kind: OperationKind) => done.filter((one) => one.kind === kind);
  const clears = of("clear");
  const drains = of("drain").filter(wasBegun);
  const isTrying = of("canary").some((one) => wasBegun(one) && !isEnded(one.state));
  const over = isTakenOver(facts, hot.epoch);
  switch (id) {
    case "canary":
      return of("canary").some(wasBegun);
    case "page":
      return !isTrying && (of("canary").some(wasBegun) || clears.length > 0);
    case "hold-point":
      return clears.some(({ awaitsAck, state }) => awaitsAck || state === "waiting");
    case "drain":
      return drains.length > 0;
    case "clear":
      return clears.some(isDone) || (clears.some(isUnderWay) && !drains.some(isPausing));
    case "quarantine":
      return facts.lease?.state === "quarantined";
    case "take-over":
      return over;
    case "resume":
      return over && !clears.some(isUnderWay);
    case "report":
      return over && drains.every(isOver) && facts.incident !== null && facts.incident.state !== "open";
    default:
      return false;
  }
}

const wasBegun = ({ confirmedAt }: { confirmedAt: number | null }) => confirmedAt !== null;

const isDone = ({ state }: OperationRow) => state === "done";
const isUnderWay = ({ state }: OperationRow) => state === "running" || state === "verifying";

/** Not all of its units have said that they are paused. */
const isPausing = ({ state, progress }: OperationRow) =>
  state === "running" && progress !== null && progress.done < progress.total;

/** Everybody runs again. Who is held alone because nobody knows them stays so: that is no part of the repair. */
const isOver = ({ state, title }: OperationRow) =>
  isEnded(state) || title.includes(stageNames.secondOrchestrator);

/** A guardian of the drill, not the one that died, has the lease and is alive. */
function isTakenOver({ lease }: StoryFacts, epoch: number): boolean {
  if (lease === null || lease.verdict !== "live" || (lease.epoch ?? 0) <= epoch) return false;
  const service = lease.holder?.service;
  return service === stageNames.watchdog || service === stageNames.guardian;
}
