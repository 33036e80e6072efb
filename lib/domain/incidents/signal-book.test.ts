import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import type { Sight } from "./sight.ts";
import { SignalBook } from "./signal-book.ts";

const wallAt = 1_700_000_000_000;

function sight(key: string, patienceMs: number): Sight {
  const where = { resource: "x.conf", lockId: null, ownerId: null, node: null };
  return { ...where, key, rule: "stale-lock", severity: "warning", text: key, since: null, patienceMs };
}

/** What a run of looks turned on and off, each at its time. */
function run(looks: readonly boolean[], stepMs: number, patienceMs: number): { ms: number; on: boolean }[] {
  const book = new SignalBook();
  const changes: { ms: number; on: boolean }[] = [];
  looks.forEach((seen, i) => {
    const ms = i * stepMs;
    const on = book.look(seen ? [sight("a", patienceMs)] : [], ms, wallAt + ms).length > 0;
    if (on !== (changes.at(-1)?.on ?? false)) changes.push({ ms, on });
  });
  return changes;
}

const looks = fc.array(fc.boolean(), { minLength: 1, maxLength: 200 });
const steps = fc.constantFrom(100, 500, 1_000, 4_000);
const patience = fc.constantFrom(0, 5_000);

test("it is on only when it was seen without a break for its patience, off only when it was not for as long", () => {
  fc.assert(
    fc.property(looks, steps, patience, (seen, stepMs, patienceMs) => {
      for (const { ms, on } of run(seen, stepMs, patienceMs)) {
        const lastsMs = on ? patienceMs : limits.incidentPatienceMs;
        const from = Math.max(0, Math.ceil((ms - lastsMs) / stepMs));
        expect(seen.slice(from, ms / stepMs + 1).every((is) => is === on)).toBe(true);
      }
    }),
  );
});

test("however it flickers, it changes at most twice in the time that it takes to be over", () => {
  fc.assert(
    fc.property(looks, steps, patience, (seen, stepMs, patienceMs) => {
      const changes = run(seen, stepMs, patienceMs);
      const offs = changes.filter(({ on }) => !on);
      for (const [i, { ms }] of offs.entries()) {
        const before = offs[i - 1];
        if (before !== undefined) expect(ms - before.ms).toBeGreaterThanOrEqual(limits.incidentPatienceMs);
      }
    }),
  );
});

test("what flickers faster than the patience is one signal that never ends, or none at all", () => {
  const seen = Array.from({ length: 400 }, (_, i) => i % 4 !== 3);
  expect(run(seen, 500, 0)).toEqual([{ ms: 0, on: true }]);
  expect(run(seen, 500, 5_000)).toEqual([]);
});

test("an observer that starts counts calm from its own first look, and knows what it has seen since", () => {
  const book = new SignalBook();
  book.look([], 50_000, wallAt);
  expect(book.goneSinceMs("old")).toBe(50_000);
  expect(book.isOver("old", 54_000)).toBe(false);
  expect(book.isOver("old", 55_000)).toBe(true);
  book.look([sight("old", 5_000)], 56_000, wallAt + 6_000);
  expect(book.goneSinceMs("old")).toBeNull();
});

test("when it ended is the moment at which it was last missed first, and is kept as long as somebody asks", () => {
  const book = new SignalBook();
  book.look([sight("a", 0)], 0, wallAt);
  for (let ms = 1_000; ms <= 7_000; ms += 1_000) book.look([], ms, wallAt + ms);
  expect(book.isOn("a")).toBe(false);
  expect(book.goneSinceMs("a")).toBe(1_000);
  book.keep(new Set(["a"]));
  expect(book.goneSinceMs("a")).toBe(1_000);
  book.keep(new Set());
  expect(book.goneSinceMs("a")).toBe(0);
});
