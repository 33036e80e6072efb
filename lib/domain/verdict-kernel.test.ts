import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KernelHolderFact, KernelLockFacts, KernelTakerFact } from "./kernel-facts.ts";
import { judgeKernelLock } from "./verdict-kernel.ts";

const from = { node: "node-7", observedAt: 1_000 };
const sleep = { pid: 2018, startTime: 510, command: "sleep 600" };
const heir: KernelHolderFact = {
  process: sleep,
  relation: "younger-than-taker",
  recordedPid: 1968,
  parent: "init",
  detached: false,
  sameProgram: null,
};
const gone: KernelTakerFact = { recordedPid: 1968, status: "gone", process: null, seenStartTime: 500 };
const orphaned: KernelLockFacts = {
  type: "flock",
  holders: [heir],
  takers: [gone],
  unreadable: 0,
  searched: "threads",
  misses: 0,
  scope: "host",
};
const verdictOf = (change: Partial<KernelLockFacts>) =>
  judgeKernelLock({ ...orphaned, ...change }, from).verdict;

describe("an orphan needs every link of the proof", () => {
  test("dead taker, and only heirs hold", () => {
    const judged = judgeKernelLock(orphaned, from);
    expect(judged.verdict).toBe("orphan");
    expect(judged.sentence).toBe(
      "Held by nobody: the taker, PID 1968, is gone; `sleep` (PID 2018) still has the descriptor.",
    );
    expect(judged.evidence.map((e) => [e.kind, e.weight])).toContainEqual(["taker-gone", "decisive"]);
    expect(judged.evidence.every((e) => e.observedAt === 1_000)).toBe(true);
  });

  test.each<[string, Partial<KernelLockFacts>]>([
    ["a process was not readable", { unreadable: 1 }],
    ["threads were not searched", { searched: "processes" }],
    ["the order of start is unknown", { holders: [{ ...heir, relation: "unknown" }] }],
    ["its parent is a living process of another family", { holders: [{ ...heir, parent: "other" }] }],
    ["its session could not be dated", { holders: [{ ...heir, detached: null }] }],
    ["one of two heirs is in doubt", { holders: [heir, { ...heir, relation: "unknown" }] }],
  ])("%s: suspect", (_, change) => expect(verdictOf(change)).toBe("suspect"));

  test("the shell idiom: the holder opened the file before flock(1) ran", () => {
    const judged = judgeKernelLock(
      { ...orphaned, holders: [{ ...heir, relation: "older-than-taker" }] },
      from,
    );
    expect(judged.verdict).toBe("live");
    expect(judged.sentence).toContain("opened the file before");
  });

  test.each<[string, Partial<KernelHolderFact>]>([
    ["made its own session", { detached: true }],
    ["is the program that took it", { sameProgram: true }],
  ])("a daemon that %s is live", (_, change) => {
    expect(verdictOf({ holders: [{ ...heir, ...change }] })).toBe("live");
  });

  test("a reused PID is not blamed", () => {
    const judged = judgeKernelLock({ ...orphaned, takers: [{ ...gone, status: "reused" }] }, from);
    expect(judged.verdict).toBe("orphan");
    expect(judged.sentence).toContain("a number that another process has now");
  });
});

describe("a living recorded PID that has no lock line", () => {
  const bystander: KernelTakerFact = {
    recordedPid: 1968,
    status: "alive-without-line",
    process: { pid: 1968, startTime: 500, command: "vi notes" },
    seenStartTime: null,
  };
  test("is not taken for the taker without proof", () =>
    expect(verdictOf({ takers: [bystander] })).toBe("suspect"));
  test("is the taker when its start time was seen", () =>
    expect(verdictOf({ takers: [{ ...bystander, seenStartTime: 500 }] })).toBe("live"));
});

describe("nobody found", () => {
  const none: Partial<KernelLockFacts> = { holders: [], misses: 2 };
  test("with full rights is a ghost, and says what a search cannot see", () => {
    const judged = judgeKernelLock({ ...orphaned, ...none }, from);
    expect(judged.verdict).toBe("ghost");
    expect(judged.evidence.map((e) => e.text).join(" ")).toContain("No match does not mean no holder");
    expect(judged.probe?.how).toContain("flock -n");
  });
  test.each<[string, Partial<KernelLockFacts>]>([
    ["once only", { misses: 1 }],
    ["while a process was not readable", { unreadable: 3 }],
    ["in a container", { scope: "child-namespace" }],
    ["for a lock of a remote client", { takers: [{ ...gone, recordedPid: -4_711, status: "none" }] }],
    ["for a delegation", { type: "delegation" }],
    [
      "for a lock that a thread of the kernel took, such as lockd",
      {
        takers: [
          { ...gone, status: "alive-without-line", process: { ...sleep, command: "[lockd]", ppid: 2 } },
        ],
      },
    ],
  ])("%s is unknown", (_, change) => expect(verdictOf({ ...none, ...change })).toBe("unknown"));
  test("but a POSIX lock whose recorded PID is alive and unreadable is live", () =>
    expect(
      verdictOf({ ...none, type: "posix", unreadable: 1, takers: [{ ...gone, status: "unreadable" }] }),
    ).toBe("live"));
});

test("an OFD lock with a holder is live; a shared lock is as alive as its most alive claim", () => {
  const ofd: KernelTakerFact = { recordedPid: -1, status: "none", process: null, seenStartTime: null };
  expect(verdictOf({ type: "ofd", takers: [ofd], holders: [{ ...heir, relation: "unknown" }] })).toBe("live");
  const alive: KernelTakerFact = { recordedPid: 7, status: "holds", process: null, seenStartTime: 5 };
  expect(verdictOf({ takers: [gone, alive] })).toBe("live");
});

test("no mix of facts makes an orphan or a ghost without a host-wide view of every process", () => {
  const holder = fc.record<KernelHolderFact>({
    process: fc.constant(sleep),
    relation: fc.constantFrom("is-taker", "older-than-taker", "younger-than-taker", "unknown"),
    recordedPid: fc.constantFrom(1968, 7, null),
    parent: fc.constantFrom("taker", "holder", "init", "reaper", "other", "unknown"),
    detached: fc.constantFrom(true, false, null),
    sameProgram: fc.constantFrom(true, false, null),
  });
  const taker = fc.record<KernelTakerFact>({
    recordedPid: fc.constantFrom(1968, 7, 0, -1, -9),
    status: fc.constantFrom("holds", "alive-without-line", "gone", "reused", "none", "unreadable"),
    process: fc.constantFrom(null, sleep),
    seenStartTime: fc.constantFrom(null, 500),
  });
  const any = fc.record<KernelLockFacts>({
    type: fc.constantFrom("flock", "posix", "ofd", "file-lease", "delegation"),
    holders: fc.array(holder, { maxLength: 3 }),
    takers: fc.array(taker, { maxLength: 3 }),
    unreadable: fc.constantFrom(0, 1),
    searched: fc.constantFrom("none", "recorded", "processes", "threads"),
    misses: fc.nat(3),
    scope: fc.constantFrom("host", "child-namespace", "unknown"),
  });
  fc.assert(
    fc.property(any, (facts) => {
      const { verdict } = judgeKernelLock(facts, from);
      const complete = facts.scope === "host" && facts.unreadable === 0 && facts.searched === "threads";
      if (verdict === "orphan" || verdict === "ghost") expect(complete).toBe(true);
      if (verdict === "ghost") expect(facts.takers.some((t) => t.status === "holds")).toBe(false);
      if (facts.holders.some((h) => h.relation === "is-taker" && facts.takers.length < 2)) {
        expect(verdict).toBe("live");
      }
    }),
    { numRuns: 3_000 },
  );
});
