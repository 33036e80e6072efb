import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { scanBeats } from "./beat-scan.ts";
import { beatBatch } from "./sessions.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const id = fc.oneof(
  fc.stringMatching(/^ses_[\w-]{22}$/),
  fc.string({ maxLength: 66 }),
  fc.string({ unit: "binary" }),
);
const counter = fc.oneof(fc.maxSafeNat(), fc.nat(100), fc.double(), fc.constant(-1));
const batch = fc.record({ beats: fc.array(fc.record({ sessionId: id, counter }), { maxLength: 5 }) });

/** What the general way makes of a body; null when it refuses it. */
function general(text: string): unknown {
  try {
    const parsed = beatBatch.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

test("whatever it reads, the general way reads too, and the same", () => {
  fc.assert(
    fc.property(batch, (body) => {
      const text = JSON.stringify(body);
      const scan = scanBeats(encode(text));
      if (scan === null) return;
      expect({ beats: scan.beats }).toEqual(general(text));
      for (const [i, beat] of body.beats.entries()) expect(scan.isOf(i, beat.sessionId)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("a body with one byte changed, put in or taken out is read as the general way reads it, or not at all", () => {
  const good = JSON.stringify({
    beats: [
      { sessionId: "ses_a", counter: 10 },
      { sessionId: "ses_b", counter: 7 },
    ],
  });
  fc.assert(
    fc.property(fc.nat(good.length), fc.constantFrom(0, 1), fc.string({ maxLength: 2 }), (at, taken, put) => {
      const text = good.slice(0, at) + put + good.slice(at + taken);
      const scan = scanBeats(encode(text));
      if (scan !== null) expect({ beats: scan.beats }).toEqual(general(text));
    }),
    { numRuns: 5_000 },
  );
});

test("what agents send is read here: else it would be of no use", () => {
  const beats = Array.from({ length: 500 }, (_, i) => ({ sessionId: `ses_${i}`, counter: i * 1_000_003 }));
  const scan = scanBeats(encode(JSON.stringify({ beats })));
  expect(scan?.beats).toEqual(beats);
  expect(scan?.isOf(3, "ses_4")).toBe(false);
});

test("more beats than a batch may have are left to the schema, which says so", () => {
  const beats = Array.from({ length: limits.beatBatchMax + 1 }, () => ({ sessionId: "x", counter: 1 }));
  expect(scanBeats(encode(JSON.stringify({ beats })))).toBeNull();
  expect(scanBeats(encode(JSON.stringify({ beats: beats.slice(1) })))?.count).toBe(limits.beatBatchMax);
});

test("bytes that are no UTF-8 are left to the general way", () => {
  const bytes = encode('{"beats":[{"sessionId":"a","counter":1}]}');
  bytes[24] = 0xff;
  expect(scanBeats(bytes)).toBeNull();
});
