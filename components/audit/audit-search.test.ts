import { expect, test } from "vitest";
import { auditFilterOf } from "./audit-search.ts";

const nothing = {
  q: "",
  actor: "",
  action: "",
  outcome: null,
  range: null,
  from: null,
  to: null,
  target: "",
  operation: "",
};

test("what is not asked for does not go to the server", () => {
  expect(auditFilterOf(nothing, 1_000_000)).toEqual({});
  expect(auditFilterOf({ ...nothing, outcome: "refused", from: 5, to: 9 }, 0)).toEqual({
    outcome: "refused",
    from: 5,
    to: 9,
  });
});

test("a range stays the same within a minute, and wins over exact times", () => {
  const hour = (nowMs: number) => auditFilterOf({ ...nothing, range: "1h", from: 5, to: 9 }, nowMs);
  expect(hour(7_200_001)).toEqual({ from: 3_600_000 });
  expect(hour(7_259_999)).toEqual(hour(7_200_001));
  expect(hour(7_260_000)).toEqual({ from: 3_660_000 });
});
