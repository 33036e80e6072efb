import { expect, test } from "vitest";
import { counted, grouped, times } from "./words.ts";

test("counts in sentences are grouped, and one is said as one", () => {
  expect(grouped(999)).toBe("999");
  expect(grouped(16_968)).toBe("16,968");
  expect([counted(0, "node"), counted(1, "node"), counted(16_968, "refusal")]).toEqual([
    "0 nodes",
    "1 node",
    "16,968 refusals",
  ]);
  expect([times(1), times(1_200)]).toEqual(["once", "1,200 times"]);
});
