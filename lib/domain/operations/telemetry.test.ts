import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTelemetry, TelemetryRing } from "./telemetry.ts";

describe("what a hook prints", () => {
  test.each([
    ["heart_rate=61.5", [["heart_rate", 61.5]], 0],
    [
      "a=1\nb = -2e3 \n# a comment\n\n",
      [
        ["a", 1],
        ["b", -2000],
      ],
      0,
    ],
    ['{"a": 1, "b": "x", "c": null}', [["a", 1]], 0],
    ["a=1\na=2", [["a", 2]], 0],
    ["a=", [], 1],
    ["=1", [], 1],
    ["a=NaN\nb=Infinity\nc=0x10", [["c", 16]], 2],
    ["<b>x</b>=1", [], 1],
    ["a\u202eb=1", [], 1],
    ["{not json", [], 1],
    [`${"x".repeat(61)}=1`, [], 1],
  ] as const)("%j", (output, readings, unread) => {
    const parsed = parseTelemetry(output, 10);
    expect(parsed.readings.map(({ metric, value }) => [metric, value])).toEqual(readings);
    expect(parsed.unread).toBe(unread);
  });

  test("never throws, and gives at most so many names, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (output) => {
        const { readings } = parseTelemetry(output, 3);
        expect(readings.length).toBeLessThanOrEqual(3);
        for (const { value } of readings) expect(Number.isFinite(value)).toBe(true);
      }),
      { numRuns: 50 },
    );
    expect(parseTelemetry("a=1\nb=2\nc=3\nd=4\na=5", 3).readings).toContainEqual({ metric: "a", value: 5 });
  });
});

describe("the last values", () => {
  const ring = (count: number) => {
    const made = new TelemetryRing(5);
    for (let i = 1; i <= count; i += 1) made.add({ monoMs: i * 100, at: i, value: i });
    return made;
  };
  test("are bounded, the newest stay, and one that comes twice or late counts once", () => {
    const many = ring(23);
    many.add({ monoMs: 2_300, at: 23, value: 99 });
    many.add({ monoMs: 100, at: 1, value: 99 });
    expect(many.points().map(({ value }) => value)).toEqual([19, 20, 21, 22, 23]);
  });
  test("are no more than so old", () => {
    expect(ring(3).latest(400, 100)).toBe(3);
    expect(ring(3).latest(401, 100)).toBeNull();
    expect(new TelemetryRing(5).latest(0, 1)).toBeNull();
    expect(ring(4).recent(3, 300)).toEqual([3, 4]);
  });
});
