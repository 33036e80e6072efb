import { watchdogStep } from "./guard.ts";
import { faultOf } from "./guard-faults.ts";
import {
  type Actor,
  down,
  type GuardWorld,
  gone,
  graceAfterRestartMs,
  isGone,
  normal,
  operationId,
  quarantineMs,
  shownState,
  stepMs,
  ttlMs,
  verdictOf,
  type Who,
} from "./guard-world.ts";
import { elapse, isValidEpoch, recover, release, renew, tryAcquire } from "./lease.ts";
import { admits, guardStep } from "./lease-guard.ts";

const now = { monoMs: 0, wallMs: 0 };
/** What a broken product would do otherwise: a model that finds no fault in these finds none at all. */
export interface GuardRules {
  recover: typeof recover;
  clear: typeof guardStep;
  /** What a crash leaves of the flock. */
  flockAfterCrash: "released" | "nobody";
  needsFlock: boolean;
}
export const soundRules: GuardRules = {
  recover,
  clear: guardStep,
  flockAfterCrash: "released",
  needsFlock: true,
};

/** Something that can happen next, the world after it, and what it breaks. */
export interface GuardMove {
  name: string;
  world: GuardWorld;
  fault: string | null;
}

/** Everything that can happen next. */
export function movesOf(world: GuardWorld, rules: GuardRules): GuardMove[] {
  const moves: GuardMove[] = [];
  const add = (name: string, next: GuardWorld | null) => {
    if (next !== null) moves.push({ name, world: normal(next), fault: faultOf(next, world) });
  };
  add("time passes", pass(world));
  add("the server notices", notice(world));
  add("the server restarts", restart(world, rules));
  add("a late request is served", serveLate(world));
  add("the agent sees that the holder is gone", seeGone(world));
  for (const change of ["close", "clear", "bypass", "admit", "open"] as const)
    add(`operator: ${change}`, operate(world, change, rules));
  for (const who of ["guardian", "watchdog"] as const) {
    for (const [name, move] of actorMoves) add(`${who} ${name}`, move(world, who, rules));
  }
  return moves;
}

type ActorMove = (world: GuardWorld, who: Who, rules: GuardRules) => GuardWorld | null;

const awake = ({ phase, frozen }: Actor) => phase !== "down" && !frozen;
const set = (world: GuardWorld, who: Who, change: Partial<Actor>): GuardWorld => ({
  ...world,
  [who]: { ...world[who], ...change },
});
const actorMoves: readonly (readonly [string, ActorMove])[] = [
  [
    "starts",
    (world, who) => (world[who].phase === "down" ? set(world, who, { ...down, phase: "standby" }) : null),
  ],
  ["crashes", (world, who, rules) => (world[who].phase === "down" ? null : crash(world, who, rules))],
  ["freezes", (world, who) => (canFreeze(world[who]) ? set(world, who, { frozen: true }) : null)],
  ["wakes", (world, who) => (world[who].frozen ? set(world, who, { frozen: false }) : null)],
  ["asks", ask],
  ["is served", serve],
  ["renews", renewed],
  ["takes the flock", takeFlock],
  ["checks its epoch", check],
  ["writes", apply],
  ["is not sure any more", regain],
  ["hears that its session is over", giveUp],
  [
    "begins to stop",
    (world, who) => (isSettled(world[who]) ? unlock(set(world, who, { phase: "leaving" }), who) : null),
  ],
  ["gives the lease back", leave],
];

const isSettled = (actor: Actor) => awake(actor) && actor.phase === "guarding";
const canFreeze = (actor: Actor) => awake(actor) && ["granted", "guarding", "writing"].includes(actor.phase);

function crash(world: GuardWorld, who: Who, { flockAfterCrash }: GuardRules): GuardWorld {
  const { holder } = world.lease;
  const lease =
    holder?.sessionId === who ? { ...world.lease, holder: { ...holder, sessionId: gone(who) } } : world.lease;
  const left = flockAfterCrash === "nobody" ? "nobody" : null;
  const flock = world.flock === who ? left : world.flock;
  const late = world[who].phase === "asking" ? who : world.late;
  return { ...world, lease, flock, late, [who]: down };
}

/** A guardian asks when it is started; a watchdog only when the rule for it says so. */
function ask(world: GuardWorld, who: Who): GuardWorld | null {
  const actor = world[who];
  if (!awake(actor) || actor.phase !== "standby") return null;
  if (who === "guardian") return set(world, who, { phase: "asking" });
  const lock = world.lease.epoch === 0 ? null : { state: shownState(world), verdict: verdictOf(world) };
  const step = watchdogStep(actor.guardianGone, lock);
  const phase = step.take ? "asking" : "standby";
  return set(world, who, { guardianGone: step.guardianGone, phase });
}

/** The answer arrives at once, or never: then the process ends before it does anything with it. */
function serve(world: GuardWorld, who: Who): GuardWorld | null {
  if (world[who].phase !== "asking") return null;
  const epoch = acquire(world, who);
  if (epoch === null) return set(world, who, { phase: "standby" });
  return set(epoch.world, who, { phase: "granted", epoch: epoch.epoch, sureMs: ttlMs });
}

function serveLate(world: GuardWorld): GuardWorld | null {
  const { late } = world;
  if (late === null) return null;
  const next = { ...world, late: null };
  return acquire(next, late, gone(late))?.world ?? next;
}

function acquire(
  world: GuardWorld,
  who: Who,
  sessionId: string = who,
): { world: GuardWorld; epoch: number } | null {
  const lease = elapse(world.lease, now)?.state ?? world.lease;
  if (!admits(world.guard, { node: "host", service: who })) return null;
  const step = tryAcquire(lease, { sessionId, ttlMs, onLost: "keep", lockDelayMs: 0 }, now);
  if (step.outcome === "not-now") return null;
  return { world: { ...world, lease: step.state, seenGone: false }, epoch: step.holder.epoch };
}

function renewed(world: GuardWorld, who: Who): GuardWorld | null {
  const actor = world[who];
  if (!awake(actor) || !["granted", "guarding", "writing"].includes(actor.phase)) return null;
  const step = renew(world.lease, { sessionId: who, epoch: actor.epoch }, 0);
  return step.ok ? set({ ...world, lease: step.state }, who, { sureMs: ttlMs }) : null;
}

/** After the lease, never before it; without it, the lease is given back. */
function takeFlock(world: GuardWorld, who: Who, { needsFlock }: GuardRules): GuardWorld | null {
  if (!awake(world[who]) || world[who].phase !== "granted") return null;
  if (world.flock === null) return set({ ...world, flock: who }, who, { phase: "guarding" });
  return needsFlock ? set(world, who, { phase: "leaving" }) : set(world, who, { phase: "guarding" });
}

function check(world: GuardWorld, who: Who): GuardWorld | null {
  const actor = world[who];
  if (!isSettled(actor) || actor.sureMs <= 0) return null;
  return isValidEpoch(world.lease, actor.epoch, 0) ? set(world, who, { phase: "writing" }) : null;
}

function apply(world: GuardWorld, who: Who): GuardWorld | null {
  const actor = world[who];
  if (!awake(actor) || actor.phase !== "writing") return null;
  return set({ ...world, written: actor.epoch }, who, { phase: "guarding" });
}

/**
 * By its own clock: it asks again, keeps the flock meanwhile, and ends when the lease is another's, or when its session
 * was silent for too long. A server in its grace still knows that session: it gives it a new epoch.
 */
function regain(world: GuardWorld, who: Who): GuardWorld | null {
  if (!isUnsure(world[who])) return null;
  const own = acquire(world, who);
  if (own === null) return crash(world, who, soundRules);
  return set(own.world, who, { epoch: own.epoch, sureMs: ttlMs });
}

function giveUp(world: GuardWorld, who: Who): GuardWorld | null {
  const silent = world.lease.holder?.sessionId === who && elapse(world.lease, now) !== null;
  const isOver = silent || world.lease.holder?.lostAt != null;
  return isUnsure(world[who]) && isOver ? crash(world, who, soundRules) : null;
}

const isUnsure = (actor: Actor) =>
  awake(actor) && actor.sureMs <= 0 && ["granted", "guarding"].includes(actor.phase);

function leave(world: GuardWorld, who: Who): GuardWorld | null {
  if (!awake(world[who]) || world[who].phase !== "leaving") return null;
  const step = release(world.lease, { sessionId: who, epoch: world[who].epoch });
  return { ...world, lease: step.ok ? step.state : world.lease, [who]: down };
}

function unlock(world: GuardWorld, who: Who): GuardWorld {
  return world.flock === who ? { ...world, flock: null } : world;
}

function pass(world: GuardWorld): GuardWorld {
  const { lease, guard, guardian, watchdog } = world;
  const later = (actor: Actor): Actor => ({ ...actor, sureMs: Math.max(0, actor.sureMs - stepMs) });
  return {
    ...world,
    lease: {
      ...lease,
      signMs: lease.signMs - stepMs,
      closedUntilMs: Math.max(0, lease.closedUntilMs - stepMs),
    },
    guard: guard && {
      ...guard,
      endsMs: guard.endsMs && Math.max(0, guard.endsMs - stepMs),
      closedSignMs: guard.closedSignMs - stepMs,
    },
    graceMs: Math.max(0, world.graceMs - stepMs),
    guardian: later(guardian),
    watchdog: later(watchdog),
  };
}

function notice(world: GuardWorld): GuardWorld | null {
  const step = elapse(world.lease, now);
  return step === null ? null : { ...world, lease: step.state };
}

/** The server knows what was on its disk, and counts all times anew. */
function restart(world: GuardWorld, rules: GuardRules): GuardWorld {
  const { epoch, holder } = world.lease;
  const lease = rules.recover({ epoch, holder, lockDelayMs: 0 }, 0, graceAfterRestartMs);
  const guard = world.guard && {
    ...world.guard,
    endsMs: world.guard.phase === "closing" ? null : quarantineMs,
    closedSignMs: lease.signMs,
  };
  return { ...world, lease, guard, late: null, graceMs: graceAfterRestartMs };
}

function seeGone(world: GuardWorld): GuardWorld | null {
  const { holder } = world.lease;
  return holder !== null && isGone(holder.sessionId) && !world.seenGone ? { ...world, seenGone: true } : null;
}

function operate(
  world: GuardWorld,
  what: "close" | "clear" | "bypass" | "admit" | "open",
  rules: GuardRules,
): GuardWorld | null {
  const { lease, guard } = world;
  const seen = { nowMs: 0, verdict: verdictOf(world) };
  if (what === "close") {
    if (guard !== null || lease.holder === null) return null;
    const { sessionId, epoch } = lease.holder;
    const successor = { node: "host", service: "watchdog" };
    const step = rules.clear(lease, guard, { what, operationId, successor, durationMs: quarantineMs }, seen);
    return step.ok ? { ...world, guard: step.guard, reviewed: { sessionId, epoch } } : null;
  }
  if (what === "clear" || what === "bypass") {
    if (world.reviewed === null || world.graceMs > 0) return null;
    const expected = world.reviewed;
    const change = { what: "clear", operationId, expected, overrideVerdict: what === "bypass" } as const;
    const step = rules.clear(lease, guard, change, seen);
    return step.ok ? { ...world, lease: step.state, guard: step.guard, seenGone: false } : null;
  }
  if (guard === null) return null;
  const step = rules.clear(lease, guard, { what, operationId }, seen);
  return step.ok ? { ...world, guard: step.guard, reviewed: step.guard && world.reviewed } : null;
}
