import { expect, test } from "vitest";
import { reasonProblem } from "./reason.ts";

test("a reason says something: what is empty, short, or one thing over and over is refused with how to mend it", () => {
  expect(reasonProblem("  ")).toMatch(/Say why/);
  expect(reasonProblem("fix it")).toMatch(/10 characters/);
  expect(reasonProblem("............")).toMatch(/in words/);
  expect(reasonProblem("asdfasdfasdf")).toMatch(/in words/);
  expect(reasonProblem("aaa aaa aaa aaa")).toMatch(/in words/);
  expect(reasonProblem("node-7 is gone, drones stand")).toBeNull();
  expect(reasonProblem("设备已经离线请清除死锁")).toBeNull();
});
