import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { composeTimeline } from "#lib/domain/incidents/timeline/compose.ts";
import { story } from "#lib/domain/incidents/timeline/testing/story.ts";
import { sec, watchdog } from "#lib/domain/incidents/timeline/testing/story-cast.ts";
import { clear, drain } from "#lib/domain/incidents/timeline/testing/story-operations.ts";
import { fleetPoints } from "./fleet-points.ts";
import { marksOf } from "./marks.ts";
import { operationSpans } from "./operation-spans.ts";
import { pictureOwners } from "./picture-owners.ts";
import { bucketWidthMs, refusalBuckets } from "./refusal-buckets.ts";

describe("refusals in buckets", () => {
  test("what was refused between two samples is counted at the later one, and nothing where nobody was", () => {
    const { samples } = story();
    expect(refusalBuckets(samples, sec(0), sec(600))).toEqual({
      bucketMs: 5_000,
      buckets: [
        { at: sec(60), count: 40 },
        { at: sec(390), count: 21 },
      ],
    });
  });

  test("however long it lasts, the buckets are few, and hold all refusals within the span", () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 4_000_000 }), fc.integer({ min: 0, max: 50 })));
    fc.assert(
      fc.property(steps, (list) => {
        let at = 0;
        let refusals = 0;
        const samples = list.map(([afterMs, more]) => {
          at += afterMs;
          refusals += more;
          return { at, refusals };
        });
        const { bucketMs, buckets } = refusalBuckets(samples, 0, at + 1);
        expect(buckets.length).toBeLessThanOrEqual(121);
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(refusals);
        expect(buckets.every((bucket) => bucket.at % bucketMs === 0 && bucket.count > 0)).toBe(true);
      }),
    );
    expect(bucketWidthMs(30 * 86_400_000)).toBe(21_600_000);
    expect(bucketWidthMs(400 * 86_400_000)).toBe(4 * 86_400_000);
  });
});

test("the fleet has a point where it changed; of too many, the worst of each stretch and the last are kept", () => {
  expect(fleetPoints(story().samples).map(({ at }) => at)).toEqual([30, 60, 390, 440].map(sec));
  expect(fleetPoints(story().samples, sec(300)).map(({ at }) => at)).toEqual([300, 390, 440].map(sec));
  expect(fleetPoints(story().samples, sec(300))[0]?.nodes).toEqual({ up: 57, halted: 31, impaired: 12 });
  const same = [1, 2, 3].map((at) => ({ at, nodes: { up: 5 } }));
  expect(fleetPoints(same)).toEqual([{ at: 1, nodes: { up: 5 } }]);
  const many = Array.from({ length: 5_000 }, (_, i) => ({
    at: i * 1_000,
    nodes: { up: i === 2_345 ? 1 : 90 + (i % 3) },
  }));
  const points = fleetPoints(many, 0, 100);
  expect(points.length).toBeLessThanOrEqual(101);
  expect(points).toContainEqual({ at: 2_345_000, nodes: { up: 1 } });
  expect(points.at(-1)?.at).toBe(4_999_000);
});

describe("an operation as spans", () => {
  test("a clear is planned, waits, runs, is quarantined, admits and verifies, one after another without a hole", () => {
    const spans = operationSpans(clear);
    expect(spans.map(({ state }) => state)).toEqual([
      "planned",
      "waiting",
      "running",
      "quarantined",
      "admitting",
      "verifying",
      "done",
    ]);
    spans.slice(1).forEach((span, i) => {
      expect(span.from).toBe(spans[i]?.to);
    });
    expect(spans.at(-1)).toEqual({ state: "done", from: sec(420), to: sec(420) });
  });

  test("a drain that goes on holds until nobody knows when", () => {
    const steps = drain.steps
      .slice(0, 3)
      .map((step) => (step.id === "hold" ? { ...step, state: "doing" as const, endedAt: null } : step));
    const spans = operationSpans({ ...drain, state: "running", endedAt: null, steps });
    expect(spans.at(-1)).toEqual({ state: "holding", from: sec(390), to: null });
    expect(
      operationSpans({ ...drain, state: "planned", confirmedAt: null, endedAt: null, steps: [] }),
    ).toEqual([{ state: "planned", from: sec(365), to: null }]);
  });
});

test("the guardian that was lost comes first, then who came after; who left before is not drawn", () => {
  const facts = story();
  expect(pictureOwners(facts)).toEqual([
    { ownerId: "ses_guardian", label: "guardian on node-7", role: "guardian" },
    { ownerId: "ses_watchdog", label: "watchdog on node-7", role: "watchdog" },
  ]);
  const old = { ...watchdog, id: "ses_old", openedAt: sec(-9_000), endedAt: sec(-8_000) };
  expect(pictureOwners(story({ owners: [old] }))).toEqual([]);
  const many = Array.from({ length: 20 }, (_, i) => ({ ...watchdog, id: `ses_${i}` }));
  expect(pictureOwners(story({ owners: many }))).toHaveLength(6);
});

test("marks are turns and not traffic; when they are too many, the gravest stay", () => {
  const lines = composeTimeline(story());
  const marks = marksOf(lines);
  expect(marks.map(({ kind }) => kind)).toEqual([
    "kernel",
    "verdict",
    "incident",
    "acknowledgement",
    "acknowledgement",
    "operation",
  ]);
  expect(marksOf(lines, 2).every(({ severity }) => severity === "critical")).toBe(true);
});
