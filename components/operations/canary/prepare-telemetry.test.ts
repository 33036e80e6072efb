import { expect, test } from "vitest";
import type { ConfigTelemetry } from "#lib/contract/configs.ts";
import { chartWords, prepareTelemetry } from "./prepare-telemetry.ts";

const telemetry = (change: Partial<ConfigTelemetry["series"][number]>): ConfigTelemetry => ({
  serverAt: 100_000,
  everyMs: 1_000,
  series: [{ node: "node-1", metric: "rate", running: [], shadow: [], ...change }],
  bands: [{ group: "west", metric: "rate", nodes: 4, points: [[10_000, 1, 2, 3]] }],
});
const prepare = (data: ConfigTelemetry) => prepareTelemetry(data, ["node-1"], () => "west", 1_000)[0];

test("own, shadow and group values of one moment stand in one row", () => {
  const chart = prepare(telemetry({ running: [[10_200, 60]], shadow: [[10_700, 61]] }));
  expect(chart?.rows).toEqual([{ atMs: 10_000, running: 60, shadow: 61, band: [1, 3], middle: 2 }]);
  expect(chartWords(chart as NonNullable<typeof chart>)).toContain(
    "the shadow 61; the middle of 4 others is 2",
  );
});

test("where nothing came for long there is a gap, never a zero and never a line across", () => {
  const chart = prepare(
    telemetry({
      running: [
        [10_000, 60],
        [30_000, 62],
      ],
    }),
  );
  expect(chart?.rows.map(({ atMs, running }) => [atMs, running])).toEqual([
    [10_000, 60],
    [11_000, null],
    [30_000, 62],
  ]);
  expect(chart?.rows.every(({ shadow }) => shadow === null)).toBe(true);
});

test("a value that comes a little later than its neighbour is no gap", () => {
  const chart = prepare(
    telemetry({
      running: [
        [10_000, 60],
        [12_000, 61],
      ],
      shadow: [
        [11_000, 70],
        [12_000, 71],
      ],
    }),
  );
  expect(chart?.rows.map(({ running, shadow }) => [running, shadow])).toEqual([
    [60, null],
    [60, 70],
    [61, 71],
  ]);
});
