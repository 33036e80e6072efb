import { expect, test } from "vitest";
import { splitDrillFlags } from "./drill-flags.mjs";

test("flags of the drill and those of the start are told apart, with their values", () => {
  const argv = ["--port", "0", "--pace", "fast", "--script", "--data=/tmp/x", "--variation=main"];
  expect(splitDrillFlags(argv)).toEqual({
    drill: ["--pace", "fast", "--script", "--variation=main"],
    start: ["--port", "0", "--data=/tmp/x"],
    steers: false,
  });
});

test("a flag of neither is left for the start to refuse", () => {
  expect(splitDrillFlags(["--fast"]).start).toEqual(["--fast"]);
});

test("a value that is missing takes nothing else in its place", () => {
  expect(splitDrillFlags(["--stop", "--pace"])).toEqual({
    drill: ["--stop", "--pace"],
    start: [],
    steers: true,
  });
});
