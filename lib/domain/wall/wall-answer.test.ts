import fc from "fast-check";
import { expect, test } from "vitest";
import { type WallAnswer, type WallFacts, wallAnswer, wallClock } from "./wall-answer.ts";
import { sumFleet } from "./wall-fleet.ts";
import { sumLocks, type WallLock } from "./wall-locks.ts";

const nowMs = Date.UTC(2026, 10, 23, 3, 46, 12);
const since = Date.UTC(2026, 10, 23, 3, 12, 4);
const base = { refusals: 0, refusedSince: null, heldSince: null, node: null } as const;
const well: WallLock = { ...base, id: "a", resource: "a", state: "held", verdict: "live" };
const hot: WallLock = {
  ...{ ...base, id: "aim", resource: "aim_lock_config.conf", state: "hot", verdict: "orphan" },
  ...{ refusals: 41, refusedSince: since },
};
const stale: WallLock = { ...well, id: "s", resource: "s", verdict: "ghost" };
const node = (state: "up" | "silent", name = "n") => ({ name, group: "g", state, hot: 0, stale: 0 });

function facts(locks: WallLock[], change: Partial<WallFacts> = {}, nodes = [node("up")]): WallFacts {
  return {
    nowMs,
    silentSince: null,
    complete: true,
    problem: null,
    readOnly: null,
    graceUntil: null,
    locks: sumLocks(locks, 5).real,
    fleet: sumFleet(nodes).real,
    incidents: { open: 0, unclaimed: 0, mitigated: 0, worst: null },
    operations: { open: 0, awaitingAck: 0 },
    bypassUntil: null,
    drill: false,
    ...change,
  };
}
const said = (...args: Parameters<typeof facts>): WallAnswer => wallAnswer(facts(...args));

test("calm is said in three words, with what it rests on", () => {
  expect(said([well])).toEqual({
    level: "calm",
    tone: "live",
    head: "Nothing is wrong",
    detail: "1 lock held by living owners, 1 of 1 node up.",
    next: null,
  });
});

test("what is HOT is said with its count, its worst lock, how often and since when", () => {
  expect(said([hot, { ...hot, id: "b", refusals: 2 }, stale])).toMatchObject({
    level: "loud",
    tone: "hot",
    head: "2 HOT · 1 stale",
    detail: "aim_lock_config.conf refuses 41 since 03:12; its owner is gone.",
  });
  expect(said([stale])).toMatchObject({
    tone: "stale",
    detail: "s: no holder can be found, the lock remains.",
  });
});

test("a bypass, a server that cannot store and an open incident are loud too", () => {
  expect(said([well], { bypassUntil: nowMs })).toMatchObject({ level: "loud", head: "Bypass in force" });
  expect(said([well], { readOnly: "the disk is full" })).toMatchObject({ level: "loud", head: "Read-only" });
  const incidents = {
    open: 1,
    unclaimed: 1,
    mitigated: 0,
    worst: { title: "guardian silent", severity: "warning" as const },
  };
  expect(said([well], { incidents })).toMatchObject({
    ...{ level: "loud", tone: "suspect" },
    ...{ head: "1 open incident", detail: "guardian silent" },
  });
});

test("doubt, silence, an operation and a restart are watched, and not called calm", () => {
  expect(said([well], {}, [node("up"), node("silent", "m")])).toMatchObject({
    level: "watch",
    head: "1 node silent",
  });
  expect(said([{ ...well, verdict: "suspect" }])).toMatchObject({ level: "watch", head: "1 lock in doubt" });
  expect(said([well], { operations: { open: 2, awaitingAck: 1 } })).toMatchObject({
    head: "1 operation awaits a second person",
    detail: "Also 1 operation under way. Nothing is refused.",
  });
  expect(said([well], { graceUntil: nowMs + 8_000 })).toMatchObject({
    level: "watch",
    head: "Just restarted",
  });
  expect(said([well], { graceUntil: nowMs - 1 }).level).toBe("calm");
});

test("what nobody has judged is not said to have a living owner", () => {
  expect(said([well, { ...well, id: "b", verdict: null }])).toMatchObject({
    level: "watch",
    tone: "unknown",
    head: "1 lock unknown",
  });
});

test("what is wrong has a next act, the one that all else waits for; who is on it is not told what to do", () => {
  const next = (...args: Parameters<typeof facts>) => said(...args).next;
  const open = { open: 1, mitigated: 0, worst: null };
  const running = { open: 1, awaitingAck: 0 };
  expect(next([hot], { incidents: { ...open, unclaimed: 1 } })).toMatch(/acknowledges the incident/);
  expect(next([hot], { incidents: { ...open, unclaimed: 0 } })).toMatch(/plan to clear it/);
  expect(next([{ ...hot, verdict: "live" }])).toMatch(/ask it to let go/);
  expect(next([{ ...hot, verdict: "suspect" }])).toMatch(/would settle/);
  expect(next([hot], { operations: running })).toBeNull();
  // Nobody is asked for what cannot be stored.
  expect(next([hot], { readOnly: "the disk is full", incidents: { ...open, unclaimed: 1 } })).toMatch(
    /^Mend/,
  );
  expect(next([hot], { operations: { open: 1, awaitingAck: 1 } })).toMatch(/second person/);
  const over = said([well], { incidents: { open: 0, unclaimed: 0, mitigated: 1, worst: null } });
  expect(over).toMatchObject({ level: "watch", head: "1 incident over, not closed" });
  expect(over.next).toMatch(/then resolve it/);
  expect(next([well], { graceUntil: nowMs + 8_000 }, [node("silent")])).toBeNull();
});

test("a list that cannot be read is said, and nothing else of what is not known", () => {
  expect(said([well], { complete: false, problem: "no answer" })).toMatchObject({
    level: "reading",
    detail: "A list cannot be read, and is tried again: no answer",
  });
});

test("nothing is an answer of its own, also beside a drill", () => {
  expect(said([], {}, [])).toMatchObject({ level: "empty", head: "Nothing reports here yet" });
  expect(said([], { drill: true }, []).head).toBe("Nothing real reports here yet");
});

test("what is old is never calm, and what is not read yet is not either; what is wrong is said at once", () => {
  const anyFacts = fc.record({
    locks: fc.subarray([well, hot, stale]),
    complete: fc.boolean(),
    silent: fc.boolean(),
    silentNode: fc.boolean(),
  });
  fc.assert(
    fc.property(anyFacts, ({ locks, complete, silent, silentNode }) => {
      const nodes = [node(silentNode ? "silent" : "up")];
      const answer = said(locks, { complete, silentSince: silent ? nowMs - 20_000 : null }, nodes);
      const wrong = locks.some((lock) => lock !== well);
      if (silent) expect(answer).toMatchObject({ level: "unknown", tone: "unknown" });
      else if (wrong) expect(answer.level).toBe("loud");
      else if (!complete) expect(answer.level).toBe("reading");
      else if (answer.level === "calm") expect(silentNode).toBe(false);
      expect(answer.head.length).toBeLessThan(44);
    }),
  );
  expect(said([hot], { silentSince: since }).detail).toMatch(/^Last known: 1 HOT\. aim_lock_config/);
});

test("a clock time says its day when it is not of the last twelve hours, and names are made safe", () => {
  expect(wallClock(since, nowMs)).toBe("03:12");
  expect(wallClock(since - 86_400_000, nowMs)).toBe("2026-11-22 03:12");
  expect(said([{ ...hot, resource: "a\u202eb" }]).detail).toMatch(/^a\\u\{202e\}b refuses/);
});
