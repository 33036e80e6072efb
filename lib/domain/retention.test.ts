import { expect, test } from "vitest";
import { limits } from "./limits.ts";
import { retentionCutoffs } from "./retention.ts";

const started = { wallMs: 1_800_000_000_000, monoMs: 5_000 };
const after = (wallByMs: number, monoByMs: number) => ({
  wallMs: () => started.wallMs + wallByMs,
  monoMs: () => started.monoMs + monoByMs,
});

test("time that passed on both clocks counts", () => {
  const day = 86_400_000;
  expect(retentionCutoffs(started, after(day, day)).events).toBe(
    started.wallMs + day - limits.retentionEventsMs,
  );
});

test("a wall clock that jumps a year ahead deletes at most an hour more", () => {
  const year = 365 * 86_400_000;
  const honest = retentionCutoffs(started, after(1_000, 1_000));
  const jumped = retentionCutoffs(started, after(year, 1_000));
  for (const kind of ["beats", "events", "tombstones"] as const) {
    expect(jumped[kind] - honest[kind]).toBeLessThanOrEqual(3_600_000);
  }
});

test("a wall clock that goes back deletes less, never more", () => {
  expect(retentionCutoffs(started, after(-86_400_000, 1_000)).beats).toBeLessThan(
    retentionCutoffs(started, after(1_000, 1_000)).beats,
  );
});
