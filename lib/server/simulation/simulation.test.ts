import { describe, expect, test } from "vitest";
import type { SessionJudgement } from "#lib/domain/session-facts.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { type Mutation, Simulation } from "./simulation.ts";

/** The first seed at which a breach is seen; null when there is none. */
async function firstBreach(seeds: number, mutate: Mutation): Promise<string | null> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { breach } = await Simulation.run(seed, mutate);
    if (breach !== null) return breach;
  }
  return null;
}

test("40 lives of a fleet break no rule, and things do happen in them", async () => {
  const sum = { clears: 0, pauses: 0, writes: 0 };
  for (let seed = 1; seed <= 40; seed += 1) {
    const { breach, counts } = await Simulation.run(seed);
    expect(breach, `seed ${seed}`).toBeNull();
    for (const key of ["clears", "pauses", "writes"] as const) sum[key] += counts[key];
  }
  expect(Math.min(sum.clears, sum.pauses, sum.writes)).toBeGreaterThan(0);
}, 60_000);

test("the same seed is the same life", async () => {
  expect(await Simulation.run(7)).toEqual(await Simulation.run(7));
});

describe("a rule that is broken on purpose is noticed", () => {
  test("a judge that takes silence for death takes the lease of a living owner", async () => {
    const breach = await firstBreach(400, { server: silenceIsDeath });
    expect(breach).toContain("a living owner was cleared");
  }, 60_000);

  test("units without a dead-man timer stay paused when nobody tells them", async () => {
    const breach = await firstBreach(400, { noDeadMan: true });
    expect(breach).toContain("which should be over");
  }, 60_000);
});

/** Whoever is silent counts as dead: the mistake that all of this is there to prevent. */
function silenceIsDeath({ judge }: ServerContext): void {
  const of = judge.of.bind(judge);
  const ofLive = judge.ofLive.bind(judge);
  const fresh = judge.fresh.bind(judge);
  const believe = (judged: SessionJudgement): SessionJudgement =>
    judged.verdict === "suspect" ? { ...judged, verdict: "orphan" } : judged;
  judge.of = (id) => believe(of(id));
  judge.fresh = (id) => believe(fresh(id));
  judge.ofLive = (session, nowMs) => believe(ofLive(session, nowMs));
}
