import { expect, test } from "vitest";
import { inWorld } from "./world-search.ts";

test("whatever has a drill's name is of the drill, and everything else is real", () => {
  const cases = [[["drill:node-7"]], [["node-7"]], [["conf", "drill:commander"]], [[null, "conf"]]] as const;
  expect(cases.map(([names]) => inWorld("drill", ...names))).toEqual([true, false, true, false]);
  expect(cases.map(([names]) => inWorld("real", ...names))).toEqual([false, true, false, true]);
  expect(cases.every(([names]) => inWorld("all", ...names))).toBe(true);
});
