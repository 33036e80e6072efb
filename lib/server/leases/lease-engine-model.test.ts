import fc from "fast-check";
import { expect, test } from "vitest";
import { LeaseWorld } from "./testing/lease-world.ts";

/**
 * Several clients against the real engine over a real store. Each believes that it holds from the answer to an
 * acquire or a renewal until its TTL, counted from before it asked. Requests are under way while time passes, others
 * ask, sessions close and the server crashes.
 */
const clients = ["a", "b", "c"];
const lock = "contended";
const ttlMs = 4_000;

interface Belief {
  epoch: number;
  untilMs: number;
}

type Step =
  | { do: "acquire"; who: string; waitMs: number; keep: boolean }
  | { do: "renew"; who: string }
  | { do: "release"; who: string }
  | { do: "beat"; who: string }
  | { do: "hang-up"; who: string }
  | { do: "pass"; ms: number }
  | { do: "jump"; ms: number }
  | { do: "restart"; graceMs: number };

class Clients {
  readonly beliefs = new Map<string, Belief>();
  readonly epochs: { epoch: number; who: string }[] = [];
  /** A client asks one thing at a time, as a careful one does. */
  readonly asking = new Map<string, AbortController>();
  readonly world: LeaseWorld;
  constructor(world: LeaseWorld) {
    this.world = world;
  }

  nowMs() {
    return this.world.time.monoMs();
  }

  acquire(who: string, waitMs: number, keep: boolean) {
    if (this.asking.has(who) || this.beliefs.has(who)) return;
    const sentMs = this.nowMs();
    const hangUp = new AbortController();
    this.asking.set(who, hangUp);
    const onLost = keep ? ("keep" as const) : ("release" as const);
    const { engine } = this.world;
    void this.world
      .acquire(lock, who, { ttlMs, onLost, lockDelayMs: 1_000, waitMs, signal: hangUp.signal })
      .then(
        (outcome) => {
          if (this.world.engine !== engine || this.asking.get(who) !== hangUp) return;
          this.asking.delete(who);
          if (outcome.outcome !== "granted" || hangUp.signal.aborted) return;
          const { epoch } = outcome.holder;
          this.epochs.push({ epoch, who });
          // A grant after a long wait is believed only once it is renewed: the TTL counts from the question.
          this.believe(who, epoch, sentMs);
          this.renew(who);
        },
        () => this.asking.delete(who),
      );
  }

  believe(who: string, epoch: number, sentMs: number) {
    this.beliefs.set(who, { epoch, untilMs: sentMs + ttlMs });
  }

  renew(who: string) {
    const belief = this.beliefs.get(who);
    if (belief === undefined) return;
    const { epoch } = belief;
    if (this.world.engine.renew(lock, { sessionId: who, epoch })) this.believe(who, epoch, this.nowMs());
    else this.beliefs.delete(who);
  }

  release(who: string) {
    const belief = this.beliefs.get(who);
    if (belief === undefined) return;
    this.beliefs.delete(who);
    void this.world.engine.release(lock, { sessionId: who, epoch: belief.epoch }).catch(() => {});
  }

  hangUp(who: string) {
    this.asking.get(who)?.abort();
    this.asking.delete(who);
  }

  async run(step: Step) {
    const { world } = this;
    if (step.do === "acquire") this.acquire(step.who, step.waitMs, step.keep);
    else if (step.do === "renew") this.renew(step.who);
    else if (step.do === "release") this.release(step.who);
    else if (step.do === "hang-up") this.hangUp(step.who);
    else if (step.do === "beat") world.beats.beat(step.who, this.nowMs());
    else if (step.do === "jump") world.time.jumpWall(step.ms);
    else if (step.do === "pass") await world.time.advance(step.ms, () => world.settled());
    else {
      this.asking.clear();
      await world.restart(step.graceMs);
    }
  }

  believers() {
    for (const [who, belief] of this.beliefs) if (this.nowMs() >= belief.untilMs) this.beliefs.delete(who);
    return [...this.beliefs];
  }
}

const who = fc.constantFrom(...clients);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("acquire" as const),
      who,
      waitMs: fc.constantFrom(0, 0, 3_000, 60_000),
      keep: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("renew" as const, "release" as const, "beat" as const, "hang-up" as const),
      who,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 3_500 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("jump" as const), ms: fc.integer({ min: -1e10, max: 1e10 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("restart" as const), graceMs: fc.constantFrom(0, 5_000) }),
  },
);

test("whatever happens in between, two never hold, and no epoch comes twice or goes back", async () => {
  let grants = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: "max" }), async (steps) => {
      const world = await LeaseWorld.open();
      try {
        await world.open(...clients);
        const all = new Clients(world);
        let highest = 0;
        for (const one of steps) {
          await all.run(one);
          const believers = all.believers();
          if (believers.length > 1) throw new Error(`two believe: ${JSON.stringify(believers)}`);
          const epoch = (await world.document(lock))?.epoch ?? 0;
          if (epoch < highest) throw new Error(`the epoch went from ${highest} to ${epoch}`);
          highest = epoch;
        }
        const owners = new Map<number, string>();
        for (const grant of all.epochs) {
          expect(owners.get(grant.epoch) ?? grant.who).toBe(grant.who);
          owners.set(grant.epoch, grant.who);
        }
        grants += owners.size;
        expect(world.errors).toEqual([]);
      } finally {
        await world.close();
      }
    }),
    { numRuns: 40 },
  );
  expect(grants).toBeGreaterThan(40);
}, 60_000);
