import fc from "fast-check";
import { expect, test } from "vitest";
import { nodeTime } from "./node-time.ts";

test("a sample holds until the next one, the last until the end, and none while the server was deaf", () => {
  const samples: { at: number; nodes: Record<string, number> }[] = [
    { at: 0, nodes: { up: 2 } },
    { at: 60_000, nodes: { up: 1, halted: 1 } },
  ];
  const blind = [
    { from: 30_000, to: 90_000 },
    { from: 80_000, to: 90_000 },
  ];
  expect(nodeTime(samples, 120_000, blind)).toEqual({
    seenMs: 60_000,
    blindMs: 60_000,
    from: 0,
    to: 120_000,
    byState: [
      { state: "up", nodeMs: 2 * 30_000 + 30_000 },
      { state: "halted", nodeMs: 30_000 },
    ],
  });
  expect(nodeTime([], 5, [])).toMatchObject({ seenMs: 0, from: null, byState: [] });
});

test("node-time over the states is nodes × the time that was seen", () => {
  const spans = fc.array(fc.tuple(fc.nat(5_000), fc.nat(5_000)), { maxLength: 6 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.nat(50)), { minLength: 1, maxLength: 20 }),
      spans,
      fc.nat(8_000),
      (total, steps, blindSpans, to) => {
        let at = 0;
        const samples = steps.map(([afterMs, halted]) => {
          at += afterMs;
          const down = Math.min(halted, total);
          return { at, nodes: { halted: down, up: total - down } };
        });
        const blind = blindSpans.map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
        const { byState, seenMs, blindMs, from } = nodeTime(samples, to, blind);
        expect(byState.reduce((sum, { nodeMs }) => sum + nodeMs, 0)).toBe(total * seenMs);
        expect(seenMs + blindMs).toBe(from === null ? 0 : to - from);
        expect(Math.min(seenMs, blindMs)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});
