import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { beatBatch, isBeatBatch } from "./sessions.ts";

const anything = fc.oneof(fc.anything(), fc.string({ maxLength: 80 }), fc.double(), fc.maxSafeNat());
const goodEntry = fc.record({ sessionId: fc.string({ maxLength: 64 }), counter: fc.maxSafeNat() });
const entry = fc.oneof(
  goodEntry,
  goodEntry,
  fc.record({ sessionId: anything, counter: anything }, { requiredKeys: [] }),
  fc.anything(),
);

test("the quick look at a batch of beats agrees with its schema", () => {
  const body = fc.oneof(fc.record({ beats: fc.array(entry, { maxLength: 4 }) }), fc.anything());
  fc.assert(
    fc.property(body, (value) => {
      expect(isBeatBatch(value)).toBe(beatBatch.safeParse(value).success);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["the longest id", { sessionId: "x".repeat(64), counter: 0 }, true],
  ["an id that is too long", { sessionId: "x".repeat(65), counter: 0 }, false],
  ["a counter below 0", { sessionId: "x", counter: -1 }, false],
  ["a counter that is no integer", { sessionId: "x", counter: 1.5 }, false],
  ["a counter that is not exact", { sessionId: "x", counter: 2 ** 53 }, false],
  ["no counter", { sessionId: "x" }, false],
])("it looks at %s as the schema does", (_, beat, good) => {
  const body = { beats: [{ sessionId: "first", counter: 1 }, beat] };
  expect(isBeatBatch(body)).toBe(good);
  expect(beatBatch.safeParse(body).success).toBe(good);
});

test("a batch has a largest size", () => {
  const beats = (count: number) => Array.from({ length: count }, () => ({ sessionId: "x", counter: 1 }));
  for (const count of [0, limits.beatBatchMax]) expect(isBeatBatch({ beats: beats(count) })).toBe(true);
  expect(isBeatBatch({ beats: beats(limits.beatBatchMax + 1) })).toBe(false);
});
