import { expect, test } from "vitest";
import type { Signal } from "./incident.ts";
import { sentenceOf, titleOf } from "./words.ts";

const signal = (change: Partial<Signal>): Signal => ({
  key: "k",
  rule: "stale-lock",
  severity: "warning",
  resource: "x.conf",
  lockId: "native/x.conf",
  ownerId: null,
  node: "node-7",
  text: "x.conf is stale.",
  since: 5,
  clearedAt: null,
  ...change,
});
const of = (signals: Signal[], state: "open" | "mitigated" | "resolved" = "open") => ({
  state,
  signals,
  mitigatedAt: state === "open" ? null : 7_000,
  sentence: "As it was said.",
});
const none = { affected: 0, refusals: 0, refusedNodes: 0 };

test("the title names what tells most, also of what is over, and only what is known", () => {
  expect(titleOf([signal({}), signal({ rule: "guardian-silent" })])).toBe("Stale lock on x.conf");
  const refusing = signal({ rule: "stale-refusing", clearedAt: 9 });
  expect(titleOf([signal({}), refusing])).toBe("Stale lock on x.conf refuses others");
  expect(titleOf([refusing, signal({ rule: "fleet-affected" })])).toBe(
    "Stale lock on x.conf stops the fleet",
  );
  expect(titleOf([signal({ rule: "guardian-silent", resource: null })])).toBe("Guardian of node-7 is silent");
  expect(titleOf([signal({ resource: "\u001b[31m.conf" })])).toBe("Stale lock on \\x1b[31m.conf");
  expect(titleOf([])).toBe("Something is wrong");
});

test("the sentence says what is wrong with the numbers of now; what is not known has no number", () => {
  expect(sentenceOf(of([signal({})]), none)).toBe("x.conf is stale.");
  const numbers = { affected: 1, refusals: 61, refusedNodes: 43 };
  expect(sentenceOf(of([signal({})]), numbers)).toBe(
    "x.conf is stale. 61 refusals of 43 nodes so far. 1 node cannot go on now.",
  );
  const fleet = signal({ rule: "fleet-affected", text: "73 nodes of 101 cannot go on." });
  expect(sentenceOf(of([fleet]), { ...none, affected: 2 })).toBe(
    "The fleet is held up by x.conf. 2 nodes cannot go on now.",
  );
  expect(sentenceOf(of([signal({ clearedAt: 9 })]), none)).toContain("is over");
});

test("after it, the sentence says since when, and what a person said of its end stays", () => {
  expect(sentenceOf(of([], "mitigated"), none)).toBe(
    "Nothing of it is seen since 00:00:07 UTC; nobody has closed it.",
  );
  expect(sentenceOf(of([], "resolved"), none)).toBe("As it was said.");
  expect(sentenceOf(of([signal({ rule: "by-hand" })]), none)).toBe("As it was said.");
});

test("while something of it is not back, the sentence never says that all is over", () => {
  const left = { hot: [], ownerLives: true, held: 0 };
  const four = { ...none, affected: 4 };
  const over = of([signal({ clearedAt: 9 })]);
  const mitigated = of([signal({ clearedAt: 9 })], "mitigated");
  expect(sentenceOf(over, four, left)).toBe(
    "The owner is live again; 4 nodes are not back yet. It is watched on.",
  );
  expect(sentenceOf(mitigated, four, left)).toBe(
    "The owner is live again; 4 nodes are not back yet. Nobody has closed it.",
  );
  expect(sentenceOf(mitigated, none, { ...left, hot: ["x.conf"], held: 1 })).toBe(
    "x.conf is HOT under a living owner; 1 unit is still paused for it. Nobody has closed it.",
  );
  expect(sentenceOf(mitigated, none, left)).toContain("Nothing of it is seen");
  expect(sentenceOf(of([signal({})]), four, left)).not.toContain("not back");
});
