import { expect, test } from "vitest";
import { isHealthy } from "./guard-faults.ts";
import { type GuardRules, movesOf, soundRules } from "./guard-model.ts";
import { firstWorld, type GuardWorld, worldKey } from "./guard-world.ts";
import { recover } from "./lease.ts";
import { guardStep } from "./lease-guard.ts";

const statesMax = 400_000;

interface Explored {
  states: number;
  healthy: number;
  /** From a world in which nobody guards, one can always come to where somebody does; one that cannot, else null. */
  dead: GuardWorld | null;
  fault: string | null;
  /** How the fault, or the dead end, came about: the shortest way. */
  way: string[];
}

/** Looks at every world that can come about, in the order of how soon. */
function explore(rules: GuardRules): Explored {
  const start = worldKey(firstWorld);
  const index = new Map<string, number>([[start, 0]]);
  const from: number[] = [-1];
  const by: string[] = [""];
  const worlds: GuardWorld[] = [firstWorld];
  const leadsTo: number[][] = [];
  const way = (at: number): string[] => (at <= 0 ? [] : [...way(from[at]!), by[at]!]);
  for (let at = 0; at < worlds.length; at += 1) {
    const here = worlds[at]!;
    const next: number[] = [];
    for (const { name, world, fault } of movesOf(here, rules)) {
      if (fault !== null)
        return { states: worlds.length, healthy: 0, dead: null, fault, way: [...way(at), name] };
      const key = worldKey(world);
      let place = index.get(key);
      if (place === undefined) {
        place = worlds.length;
        index.set(key, place);
        worlds.push(world);
        from.push(at);
        by.push(name);
      }
      next.push(place);
    }
    leadsTo.push(next);
    if (worlds.length > statesMax) throw new Error(`more than ${statesMax} worlds`);
  }
  const { reached, healthy } = backFromHealthy(worlds, leadsTo);
  const deadAt = reached.indexOf(0);
  const dead = deadAt === -1 ? null : worlds[deadAt]!;
  return { states: worlds.length, healthy, dead, fault: null, way: deadAt === -1 ? [] : way(deadAt) };
}

function backFromHealthy(worlds: GuardWorld[], leadsTo: number[][]) {
  const comesFrom: number[][] = worlds.map(() => []);
  for (const [at, places] of leadsTo.entries()) for (const place of places) comesFrom[place]!.push(at);
  const reached = new Uint8Array(worlds.length);
  const todo = worlds.flatMap((world, at) => (isHealthy(world) ? [at] : []));
  const healthy = todo.length;
  for (const at of todo) reached[at] = 1;
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const before of comesFrom[at]!) {
      if (reached[before] === 1) continue;
      reached[before] = 1;
      todo.push(before);
    }
  }
  return { reached, healthy };
}

test("in every interleaving one writes at most, no lock is without an owner that is shown, and none is stuck", () => {
  const found = explore(soundRules);
  expect(found).toMatchObject({ fault: null, dead: null });
  // Worlds in which nothing ever gets anywhere would be faultless too.
  expect(found.states).toBeGreaterThan(10_000);
  expect(found.healthy).toBeGreaterThan(1_000);
}, 60_000);

const forgetsOwner: GuardRules["recover"] = (durable, nowMs, graceUntilMs) => {
  const state = recover(durable, nowMs, graceUntilMs);
  return state.holder === null ? state : { ...state, holder: null, closedUntilMs: 1e9 };
};

/** Each is a mistake that somebody could make; the sentence is what the model says to it. */
test.each<[string, Partial<GuardRules>, string]>([
  [
    "a restart of the lock manager comes back with the lock bit set and no owner",
    { recover: forgetsOwner },
    "the lease is refused, and no owner is shown",
  ],
  [
    "a crash leaves the kernel's lock to nobody",
    { flockAfterCrash: "nobody" },
    "the kernel's lock is taken, and no process has it",
  ],
  [
    "a restart forgets how far the epochs had come",
    { recover: (durable, nowMs, untilMs) => recover({ ...durable, epoch: 0, holder: null }, nowMs, untilMs) },
    "a write with an old epoch came after one with a newer",
  ],
  [
    "whoever is admitted writes without the kernel's lock",
    { needsFlock: false },
    "two may write at the same time",
  ],
  [
    "a clear that nobody confirmed twice takes what somebody else has by now",
    {
      needsFlock: false,
      clear: (state, guard, change, seen) =>
        change.what === "clear" && guard !== null
          ? { ok: true, state: { ...state, epoch: state.epoch + 1, holder: null }, guard: null }
          : guardStep(state, guard, change, seen),
    },
    "two may write at the same time",
  ],
])("it finds what is wrong when %s", (_, broken, fault) => {
  const found = explore({ ...soundRules, ...broken });
  expect(found.fault).toBe(fault);
  expect(found.way.length).toBeGreaterThan(1);
});

test("it finds a lock that nobody can ever free", () => {
  const found = explore({ ...soundRules, clear: () => ({ ok: false, because: "not-proven" }) });
  expect(found.fault).toBeNull();
  expect(found.dead).toMatchObject({ flock: null });
});
