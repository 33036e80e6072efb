import { expect, test } from "vitest";
import { sortRows } from "#components/live/sort-rows.ts";
import type { ConfigRow } from "#lib/contract/configs.ts";
import { configRank } from "./config-words.ts";

const row = (name: string, more: Partial<ConfigRow>): ConfigRow => ({
  name,
  promoted: 1,
  latest: 1,
  versions: 1,
  nodes: 3,
  drifted: 0,
  troubles: 0,
  lockState: null,
  canaryId: null,
  changedAt: 0,
  ...more,
});

test("by state, what needs somebody comes first", () => {
  const rows = [
    row("well", {}),
    row("nobody has it", { nodes: 0 }),
    row("drifted", { drifted: 2 }),
    row("canary", { canaryId: "op_1", drifted: 2 }),
    row("hot", { lockState: "hot", canaryId: "op_2" }),
  ];
  const sorted = sortRows(rows, "state", { state: configRank }, () => 0);
  expect(sorted.map(({ name }) => name)).toEqual(["hot", "canary", "drifted", "nobody has it", "well"]);
});
