import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Candidate, type PauseSight, rosterOf, rosterReasons } from "./roster.ts";

const paused: PauseSight = { name: "u", paused: true, fresh: true, byDrain: true };

function candidate(change: Partial<Candidate> = {}): Candidate {
  return {
    id: "ses_1",
    label: "orchestrator on node-1",
    node: "node-1",
    service: "orchestrator",
    because: "orchestrator",
    pauses: [],
    ...change,
  };
}

const open = { closed: false, successor: null };
const closed = { closed: true, successor: null };

describe("one who could grab it", () => {
  test.each([
    ["an orchestrator that runs is free also of a closed resource", candidate(), closed, "free"],
    ["a waiter is fenced once the resource is closed", candidate({ because: "waiter" }), closed, "fenced"],
    ["and free before", candidate({ because: "waiter" }), open, "free"],
    ["one that said it is paused is drained", candidate({ pauses: [paused] }), closed, "drained"],
    ["an old word is none", candidate({ pauses: [{ ...paused, fresh: false }] }), closed, "free"],
    [
      "half of it is not enough",
      candidate({ pauses: [paused, { ...paused, paused: false }] }),
      closed,
      "free",
    ],
    [
      "paused for nobody that is known",
      candidate({ pauses: [{ ...paused, byDrain: false }] }),
      closed,
      "paused",
    ],
  ])("%s", (_, who, view, state) => {
    expect(rosterOf([who], view)[0]?.state).toBe(state);
  });

  test("is the successor only where others are refused, and only on its own node", () => {
    const successor = { node: "node-1", service: "orchestrator" };
    expect(rosterOf([candidate()], { closed: true, successor })[0]?.state).toBe("successor");
    expect(rosterOf([candidate()], { closed: false, successor })[0]?.state).toBe("free");
    expect(rosterOf([candidate({ node: "node-2" })], { closed: true, successor })[0]?.state).toBe("free");
  });
});

test("before the closing the successor is awaited by nobody, and who is refused then is told apart", () => {
  const successor = { node: "node-1", service: "orchestrator" };
  const before = { closed: false, closes: true, successor };
  expect(rosterOf([candidate()], before)[0]?.state).toBe("successor");
  const waiter = rosterOf([candidate({ service: "arm", because: "waiter" })], before)[0];
  expect(waiter).toMatchObject({ state: "free" });
  expect(waiter?.text).toContain("refused once the resource is closed");
});

test("each is on it once, for the weightiest reason, and nobody is lost; only proof takes freedom away", () => {
  const sight = fc.record({
    name: fc.constant("u"),
    paused: fc.boolean(),
    fresh: fc.boolean(),
    byDrain: fc.boolean(),
  });
  const anybody = fc.record({
    id: fc.constantFrom("a", "b", "c"),
    label: fc.string(),
    node: fc.constantFrom("n1", "n2"),
    service: fc.constantFrom("s1", "s2", null),
    because: fc.constantFrom(...rosterReasons),
    pauses: fc.array(sight, { maxLength: 3 }),
  });
  const view = fc.record({
    closed: fc.boolean(),
    successor: fc.option(fc.record({ node: fc.constant("n1"), service: fc.constant("s1") })),
  });
  fc.assert(
    fc.property(fc.array(anybody, { maxLength: 6 }), view, (all, seen) => {
      const roster = rosterOf(all, seen);
      expect(roster.map(({ id }) => id).sort()).toEqual([...new Set(all.map(({ id }) => id))].sort());
      for (const entry of roster) {
        const own = all.filter(({ id }) => id === entry.id);
        const first = own.reduce((best, one) =>
          rosterReasons.indexOf(one.because) < rosterReasons.indexOf(best.because) ? one : best,
        );
        expect(entry.because).toBe(first.because);
        if (entry.state === "drained" || entry.state === "paused") {
          expect(first.pauses.length).toBeGreaterThan(0);
          expect(first.pauses.every((one) => one.paused && one.fresh)).toBe(true);
        }
        if (entry.state === "fenced" || entry.state === "successor") expect(seen.closed).toBe(true);
        if (entry.state === "fenced") expect(["waiter", "was-refused", "took-it"]).toContain(entry.because);
      }
    }),
  );
});
