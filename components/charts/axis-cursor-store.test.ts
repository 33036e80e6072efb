import { expect, test } from "vitest";
import { createAxisCursor } from "./axis-cursor-store.ts";

test("what is under the pointer is read; when it leaves, what was chosen is read again", () => {
  const cursor = createAxisCursor();
  let told = 0;
  const stop = cursor.subscribe(() => {
    told += 1;
  });
  cursor.choose(100);
  cursor.hover(250);
  expect([cursor.atMs(), cursor.chosenMs()]).toEqual([250, 100]);
  cursor.hover(null);
  expect(cursor.atMs()).toBe(100);
  expect(told).toBe(3);
  cursor.hover(null);
  stop();
  cursor.choose(300, true);
  expect(told).toBe(3);
  expect([cursor.atMs(), cursor.reveals()]).toEqual([300, 1]);
});
