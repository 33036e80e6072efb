import { limits } from "#lib/domain/limits.ts";
import type { UnitState } from "./operation.ts";

/** One wish that a unit be paused. Times are of the unit's own monotonic clock, counted from before it asked. */
export interface Hold {
  orderId: string;
  operationId: string;
  /** It resumes by itself at this time, whatever became of those who asked. */
  untilMs: number;
  /** By when it should have finished what it runs. */
  drainUntilMs: number;
  /**
   * When it was first asked for, and how long it may last from then on in all: whoever asks again later, by a clock that
   * went back, makes it no longer. Absent where an older server asks.
   */
  fromMs?: number | undefined;
  mostMs?: number | undefined;
  reason: string;
}

/**
 * A unit as whoever runs it knows it. `draining` and `resuming` mean that the work of doing so is under way; it is
 * begun and ended by `begun` and `ended`, one at a time.
 */
export interface HeldUnit {
  state: Exclude<UnitState, "lost">;
  /** What it is held by now; several operations may hold it at once. */
  holds: readonly Hold[];
  /** Since when it has not been running; null while it is. Bounds all holds together. */
  sinceMs: number | null;
  /** Holds whose time ran out here and that are still asked for. */
  over: readonly Hold[];
}

export const runningUnit: HeldUnit = { state: "running", holds: [], sinceMs: null, over: [] };

/** However often it is made longer: so long after a unit stopped, it runs again. */
export const heldMostMs = limits.drainDeadlineMaxMs + limits.holdMaxMs;

/**
 * A hold whose time ran out is taken again only when it was made longer by more than this. Less is what a slow
 * network makes of the same end.
 */
const sameEndMs = 5_000;

/** The whole list of what is asked now. What is no longer in it is over. */
export function takeHolds(unit: HeldUnit, asked: readonly Hold[], nowMs: number): HeldUnit {
  const over = unit.over.filter((old) => asked.some(({ orderId }) => orderId === old.orderId));
  const known = [...unit.holds, ...over];
  const holds = asked
    .map((hold) => bounded(hold, known))
    .filter((hold) => {
      const old = over.find(({ orderId }) => orderId === hold.orderId);
      return old === undefined || hold.untilMs > old.untilMs + sameEndMs;
    });
  return elapseHolds({ ...unit, holds, over }, nowMs);
}

function bounded(hold: Hold, known: readonly Hold[]): Hold {
  if (hold.fromMs === undefined || hold.mostMs === undefined) return hold;
  const first = known.find(({ orderId }) => orderId === hold.orderId)?.fromMs;
  const fromMs = Math.min(hold.fromMs, first ?? hold.fromMs);
  return { ...hold, fromMs, untilMs: Math.min(hold.untilMs, fromMs + hold.mostMs) };
}

/** Takes away the holds whose time is over. */
export function elapseHolds(unit: HeldUnit, nowMs: number): HeldUnit {
  const most = unit.sinceMs === null ? Number.POSITIVE_INFINITY : unit.sinceMs + heldMostMs;
  const isOver = (hold: Hold) => Math.min(hold.untilMs, most) <= nowMs;
  const ended = unit.holds.filter(isOver);
  if (ended.length === 0) return unit;
  const known = unit.over.filter((old) => !ended.some(({ orderId }) => orderId === old.orderId));
  return { ...unit, holds: unit.holds.filter((hold) => !isOver(hold)), over: [...known, ...ended] };
}

/**
 * A unit as an earlier process left it, which may have died in the middle of a step: that is begun anew. Steps have to
 * bear being done twice.
 */
export function restoredUnit(unit: HeldUnit): HeldUnit {
  if (unit.state !== "draining" && unit.state !== "resuming") return unit;
  return { ...unit, state: unit.holds.length > 0 ? "running" : "paused" };
}

/** What has to be begun now. Nothing while something else is under way: it is ended first. */
export function nextStep(unit: HeldUnit): "drain" | "resume" | null {
  const held = unit.holds.length > 0;
  if (unit.state === "running") return held ? "drain" : null;
  return held ? null : "resume";
}

export function begun(unit: HeldUnit, step: "drain" | "resume", nowMs: number): HeldUnit {
  const sinceMs = unit.sinceMs ?? nowMs;
  return { ...unit, sinceMs, state: step === "drain" ? "draining" : "resuming" };
}

/** The work of a step ended. One that failed to resume is not running: it is tried again until it is. */
export function ended(unit: HeldUnit, step: "drain" | "resume", ok: boolean): HeldUnit {
  if (step === "drain") return { ...unit, state: ok ? "paused" : "failed" };
  return ok ? { ...unit, state: "running", sinceMs: null } : { ...unit, state: "failed" };
}

/** The hold that lasts longest; null when nothing holds it. */
export function lastHold({ holds }: HeldUnit): Hold | null {
  return holds.reduce<Hold | null>(
    (last, hold) => (last !== null && last.untilMs >= hold.untilMs ? last : hold),
    null,
  );
}

/** When time alone changes something; null when it does not. */
export function holdDueMs(unit: HeldUnit): number | null {
  if (unit.holds.length === 0) return null;
  const most = unit.sinceMs === null ? Number.POSITIVE_INFINITY : unit.sinceMs + heldMostMs;
  return Math.min(most, ...unit.holds.map(({ untilMs }) => untilMs));
}

/** How long it will be held at most, ms from now; null when nothing holds it. */
export function holdRemainingMs(unit: HeldUnit, nowMs: number): number | null {
  const last = lastHold(unit);
  if (last === null) return null;
  const most = unit.sinceMs === null ? last.untilMs : Math.min(last.untilMs, unit.sinceMs + heldMostMs);
  return Math.max(0, Math.round(most - nowMs));
}
