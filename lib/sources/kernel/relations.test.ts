import { describe, expect, test } from "vitest";
import { isBefore, roundBetween } from "./pid-order.ts";
import { detachedOf, type Lineage, parentOf, relationOf, type TakerWindow } from "./relations.ts";

const process = (pid: number, startTime: number, session = 9) => ({
  pid,
  startTime,
  session,
  processGroup: session,
});
const unseen: Lineage = {
  recordedPid: 300,
  taker: null,
  window: null,
  firstSeenTicks: 9_000,
  pidOrder: false,
  ofHost: true,
};
const seen: Lineage = { ...unseen, taker: { startTime: 500, session: 9, program: "/usr/bin/flock" } };
const window: TakerWindow = {
  fromTicks: 4_000,
  listedTicks: 4_002,
  takerWasThere: false,
  round: { cursor: 32_000, pidMax: 32_768 },
};

describe("with the taker's start time", () => {
  test.each([
    [300, 500, "is-taker"],
    [200, 499, "older-than-taker"],
    [200, 501, "younger-than-taker"],
    [301, 500, "younger-than-taker"],
    [299, 500, "older-than-taker"],
    [32_760, 500, "older-than-taker"],
    [300, 900, "younger-than-taker"],
  ])("PID %i started at %i is %s", (pid, start, relation) => {
    expect(relationOf(process(pid, start), seen)).toBe(relation);
  });
});

describe("with nothing but numbers", () => {
  test("wrapped PIDs tell nothing", () => expect(relationOf(process(301, 510), unseen)).toBe("unknown"));
  test("a process that started after the lock was seen is younger", () =>
    expect(relationOf(process(12, 9_001), unseen)).toBe("younger-than-taker"));
  test("a member of the taker's process group is younger: the number cannot have been reused", () => {
    const member = { ...process(301, 510), processGroup: 300 };
    expect(relationOf(member, unseen)).toBe("younger-than-taker");
    expect(detachedOf(member, unseen, null)).toBe(false);
  });
});

describe("with the scan before the lock appeared", () => {
  const lineage = (change: Partial<typeof window> = {}): Lineage => ({
    ...unseen,
    window: { ...window, ...change },
  });
  test.each([
    ["was there before, and the taker was not", 200, 3_999, {}, "older-than-taker"],
    ["started while processes were listed", 200, 4_001, {}, "unknown"],
    ["started since, before the taker in the round", 32_700, 4_100, {}, "older-than-taker"],
    ["started since, after the taker in the round", 310, 4_100, {}, "younger-than-taker"],
    ["started since, and PIDs may have gone around", 310, 4_100, { round: null }, "unknown"],
    [
      "started since, and the taker was there before",
      310,
      4_100,
      { takerWasThere: true },
      "younger-than-taker",
    ],
    ["was there, as was the taker", 310, 3_000, { takerWasThere: true }, "unknown"],
  ])("%s", (_, pid, start, change, relation) => {
    expect(relationOf(process(pid, start), lineage(change))).toBe(relation);
  });

  test("a session is dated by its living leader", () => {
    const heir = process(310, 4_100);
    expect(detachedOf(heir, lineage(), process(9, 100))).toBe(false);
    expect(detachedOf(heir, lineage(), process(305, 4_090))).toBe(true);
    expect(detachedOf(heir, lineage(), null)).toBeNull();
  });
});

test("a holder that leads its own session, or is in another one than the taker was, went its own way", () => {
  expect(detachedOf(process(310, 510, 310), unseen, null)).toBe(true);
  expect(detachedOf(process(310, 510, 77), seen, null)).toBe(true);
  expect(detachedOf(process(310, 510, 9), seen, null)).toBe(false);
});

test("the session that the kernel started init in is older than any taker; elsewhere its number says nothing", () => {
  const heir = process(310, 510, 0);
  const started = { ...seen, taker: { startTime: 500, session: 0, program: null } };
  expect(detachedOf(heir, started, null)).toBe(false);
  expect(detachedOf(heir, unseen, null)).toBe(false);
  expect(detachedOf(heir, { ...unseen, ofHost: false }, null)).toBeNull();
  expect(detachedOf({ ...heir, session: 310 }, started, null)).toBe(true);
});

test("a round is over when as many were started as there are PIDs", () => {
  const before = { cursor: 100, pidMax: 32_768, forks: 50_000 };
  expect(roundBetween(before, { ...before, forks: 50_020 })).toEqual({ cursor: 100, pidMax: 32_768 });
  expect(roundBetween(before, { ...before, forks: 90_000 })).toBeNull();
  expect(roundBetween(before, { ...before, pidMax: 4_194_304 })).toBeNull();
  expect(isBefore(32_767, 2, { cursor: 32_000, pidMax: 32_768 })).toBe(true);
});

test("a parent that is nobody's reaper may own the lock", () => {
  const family = { recordedPid: 300, wasChildOfTaker: false, isHolder: (pid: number) => pid === 50 };
  const child = (ppid: number) => ({ ...process(310, 510), ppid }) as Parameters<typeof parentOf>[0];
  expect(parentOf(child(300), family, null)).toBe("taker");
  expect(parentOf(child(1), family, "systemd")).toBe("init");
  expect(parentOf(child(50), family, "sh")).toBe("holder");
  expect(parentOf(child(60), family, "systemd")).toBe("reaper");
  expect(parentOf(child(60), family, "containerd-shim")).toBe("reaper");
  expect(parentOf(child(60), family, "make")).toBe("other");
  expect(parentOf(child(60), family, null)).toBe("unknown");
  expect(parentOf(child(60), { ...family, wasChildOfTaker: true }, "make")).toBe("reaper");
});
