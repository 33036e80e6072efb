import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  healthOf,
  nextWork,
  refusedWork,
  servedWork,
  sufferingWork,
  type Work,
  wellWork,
} from "./behaviour.ts";

const rhythm = { noticeMs: 1_000, tryMs: 2_000, recoverMs: 3_000 };
const around = { guarded: false as boolean | null, paused: false, nowMs: 0, rhythm, chance: () => 0.5 };

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
