import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  healthOf,
  loseGuardian,
  nextWork,
  nothingSeen,
  refusedWork,
  seeLock,
  servedWork,
  sufferingWork,
  type Work,
  wellWork,
} from "./behaviour.ts";

const rhythm = { noticeMs: 1_000, tryMs: 2_000, recoverMs: 3_000 };
const around = { guarded: false as boolean | null, paused: false, nowMs: 0, rhythm, chance: () => 0.5 };
const held = { state: "held", verdict: "live", epoch: 4 } as const;

describe("what the fleet makes of the lock", () => {
  test("nothing before somebody held it, and nothing of a verdict that nobody can give", () => {
    expect(seeLock(nothingSeen, null).guarded).toBe(null);
    expect(seeLock(nothingSeen, { ...held, verdict: "orphan" }).guarded).toBe(null);
    const guarded = seeLock(nothingSeen, held);
    expect(guarded.guarded).toBe(true);
    expect(seeLock(guarded, { ...held, verdict: "unknown" })).toBe(guarded);
  });

  test.each(["suspect", "orphan", "ghost"] as const)("a %s owner guards nothing", (verdict) => {
    expect(seeLock(seeLock(nothingSeen, held), { ...held, state: "hot", verdict }).guarded).toBe(false);
  });

  test.each(["free", "quarantined"] as const)("a %s lock is guarded by nobody", (state) => {
    expect(seeLock(seeLock(nothingSeen, held), { state, verdict: null, epoch: 5 }).guarded).toBe(false);
  });

  test("once its guardian is lost, only one with a higher epoch is trusted", () => {
    const lost = loseGuardian(seeLock(nothingSeen, held), 4);
    expect(seeLock(lost, held).guarded).toBe(false);
    expect(seeLock(lost, { ...held, epoch: 5, state: "hot" }).guarded).toBe(true);
  });
});

describe("a node", () => {
  test("is left in peace while its file is guarded", () => {
    expect(nextWork(wellWork, { ...around, guarded: true })).toEqual({ work: wellWork, tries: false });
    expect(nextWork(wellWork, { ...around, guarded: null })).toEqual({ work: wellWork, tries: false });
  });

  test("notices by and by that it is not, tries, and tries again", () => {
    const noticed = nextWork(wellWork, around);
    expect(noticed).toEqual({ work: { ...wellWork, dueMs: 500 }, tries: false });
    expect(nextWork(noticed.work, { ...around, nowMs: 499 }).tries).toBe(false);
    const tried = nextWork(noticed.work, { ...around, nowMs: 500 });
    expect(tried).toEqual({ work: { ...wellWork, dueMs: 2_500 }, tries: true });
    expect(nextWork(tried.work, { ...around, nowMs: 2_500 }).tries).toBe(true);
  });

  test("that is paused asks for nothing, whatever was due", () => {
    const due: Work = { ...wellWork, dueMs: 1 };
    const { work, tries } = nextWork(due, { ...around, paused: true, nowMs: 10_000 });
    expect({ work, tries }).toEqual({ work: { ...due, dueMs: null }, tries: false });
  });

  test("that was refused suffers only once that is so, and is well again by and by when the file is guarded", () => {
    expect(refusedWork(wellWork, false)).toMatchObject({ affected: false, refusals: 1 });
    const halted = refusedWork(refusedWork(wellWork, false), true);
    expect(halted).toMatchObject({ affected: true, refusals: 2 });
    expect(sufferingWork(refusedWork(wellWork, false))).toMatchObject({ affected: true, refusals: 1 });
    expect(sufferingWork(wellWork)).toBe(wellWork);
    const soon = nextWork(halted, { ...around, guarded: true });
    expect(soon.work).toMatchObject({ affected: true, dueMs: 1_500 });
    expect(nextWork(soon.work, { ...around, guarded: true, nowMs: 1_500 }).work).toEqual(wellWork);
  });

  test("that could read the file after all goes on", () => {
    expect(servedWork(refusedWork(wellWork, true))).toMatchObject({ affected: false, refusals: 0 });
  });

  test("never asks twice within half its own interval, however time goes on", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(900), fc.double({ min: 0, max: 0.999, noNaN: true })), { maxLength: 200 }),
        (steps) => {
          let work = wellWork;
          let nowMs = 0;
          let lastMs = Number.NEGATIVE_INFINITY;
          for (const [ms, random] of steps) {
            nowMs += ms;
            const next = nextWork(work, { ...around, nowMs, chance: () => random });
            work = next.work;
            if (!next.tries) continue;
            expect(nowMs - lastMs).toBeGreaterThanOrEqual(rhythm.tryMs / 2);
            lastMs = nowMs;
          }
        },
      ),
    );
  });
});

test("drones and arms stand still, research goes on with less, and who needs no file is well", () => {
  const affected = refusedWork(wellWork, true);
  const resource = "drill:aim_lock_config.conf";
  expect(healthOf("drone", affected, resource)).toEqual({
    level: "halted",
    text: "paused in mid-patrol: drill:aim_lock_config.conf HOT",
    resource,
  });
  expect(healthOf("arm", affected, resource)?.text).toContain("stalled");
  expect(healthOf("compute", affected, resource)).toMatchObject({
    level: "impaired",
    text: expect.stringContaining("20 %"),
  });
  expect(healthOf("lock", affected, resource)).toBe(null);
  expect(healthOf("drone", wellWork, resource)).toBe(null);
});
