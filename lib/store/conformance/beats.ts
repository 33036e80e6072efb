import fc from "fast-check";
import { expect, test } from "vitest";
import type { BeatMinute } from "#lib/store/records.ts";
import type { StoreUnderTest } from "./under-test.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Folds of beats and of the fleet, one row a minute. */
export function beatSuite(under: StoreUnderTest): void {
  test("folds of the same minute are merged, and the gap between them is not lost", async () => {
    const row = { ownerId: "ses_1", minuteAt: 600_000 };
    await under.store.addBeatMinutes([
      { ...row, count: 3, firstAt: 600_100, lastAt: 604_100, maxGapMs: 2_000 },
      { ...row, count: 2, firstAt: 630_000, lastAt: 631_000, maxGapMs: 1_000 },
    ]);
    await under.store.addBeatMinutes([{ ...row, count: 1, firstAt: 633_000, lastAt: 633_000, maxGapMs: 0 }]);
    expect(await under.store.beatMinutes("ses_1", 0, 1_000_000)).toEqual([
      { ...row, count: 6, firstAt: 600_100, lastAt: 633_000, maxGapMs: 25_900 },
    ]);
  });

  test("however beats are cut into flushes, the minutes come out the same", async () => {
    let owner = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 3 * minuteMs - 1 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 30 }),
        async (times, cuts) => {
          owner += 1;
          const ownerId = `ses_p${owner}`;
          const beats = times.toSorted((a, b) => a - b);
          let from = 0;
          for (const size of [...cuts, beats.length]) {
            await under.store.addBeatMinutes(fold(ownerId, beats.slice(from, from + size)));
            from += size;
          }
          expect(await under.store.beatMinutes(ownerId, 0, 3 * minuteMs)).toEqual(fold(ownerId, beats));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("a range over several days gives the minutes in it, in order, and no other owner's", async () => {
    const minutes = [0, dayMs - minuteMs, dayMs, 3 * dayMs + minuteMs, 9 * dayMs];
    const at = (ownerId: string, minuteAt: number): BeatMinute => {
      return { ownerId, minuteAt, count: 1, firstAt: minuteAt, lastAt: minuteAt, maxGapMs: 0 };
    };
    await under.store.addBeatMinutes(minutes.toReversed().map((m) => at("ses_1", m)));
    await under.store.addBeatMinutes([at("ses_2", dayMs)]);
    const starts = async (from: number, to: number) =>
      (await under.store.beatMinutes("ses_1", from, to)).map((row) => row.minuteAt);
    expect(await starts(0, Number.MAX_SAFE_INTEGER)).toEqual(minutes);
    expect(await starts(minuteMs, 4 * dayMs)).toEqual(minutes.slice(1, 4));
    expect(await starts(4 * dayMs, 8 * dayMs)).toEqual([]);
    expect(await under.store.beatMinutes("ses_3", 0, 9 * dayMs)).toEqual([]);
  });

  test("beats of purged owners go, on all days since they began, and nobody else's", async () => {
    const days = [0, 1, 2].map((day) => day * dayMs);
    await under.store.addBeatMinutes(
      days.flatMap((at) => ["ses_1", "ses_2"].flatMap((id) => fold(id, [at + 5]))),
    );
    await under.store.write((tx) => tx.purgeOwners(["ses_1"], dayMs + 77));
    expect((await under.store.beatMinutes("ses_1", 0, 3 * dayMs)).map(({ minuteAt }) => minuteAt)).toEqual([
      0,
    ]);
    expect(await under.store.beatMinutes("ses_2", 0, 3 * dayMs)).toHaveLength(3);
  });

  test("a fleet minute told again replaces the one before", async () => {
    const row = { minuteAt: 60_000, refusals: 1, nodes: { up: 3, silent: 1 }, hot: 1, stale: 0 };
    await under.store.putFleetMinute({ ...row, minuteAt: 120_000 });
    await under.store.putFleetMinute(row);
    await under.store.putFleetMinute({ ...row, refusals: 5 });
    expect(await under.store.fleetMinutes(0, 60_000)).toEqual([{ ...row, refusals: 5 }]);
    expect(await under.store.fleetMinutes(0, 200_000)).toHaveLength(2);
  });
}

function fold(ownerId: string, beats: number[]): BeatMinute[] {
  const minutes = new Map<number, BeatMinute>();
  for (const at of beats) {
    const minuteAt = at - (at % minuteMs);
    const row = minutes.get(minuteAt);
    if (row === undefined) {
      minutes.set(minuteAt, { ownerId, minuteAt, count: 1, firstAt: at, lastAt: at, maxGapMs: 0 });
      continue;
    }
    row.maxGapMs = Math.max(row.maxGapMs, at - row.lastAt);
    row.lastAt = at;
    row.count += 1;
  }
  return [...minutes.values()];
}
