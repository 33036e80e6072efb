import { expect, test } from "vitest";
import type { LockRow } from "#lib/contract/rows.ts";
import { hotNews, maySound, soundEveryMs } from "./hot-news.ts";

const hot = (...ids: string[]) => new Map(ids.map((id) => [id, { id, resource: id, node: "n" } as LockRow]));
const ids = (locks: readonly LockRow[]) => locks.map(({ id }) => id);

test("what was HOT when the page was opened is no news", () => {
  expect(hotNews(null, hot("a"), true)).toEqual({ began: [], more: 0, over: [] });
});

test("a lock is news once, when it becomes HOT, and again when it is over", () => {
  const first = hotNews(new Set(), hot("a"), false);
  expect(ids(first.began)).toEqual(["a"]);
  expect(hotNews(new Set(["a"]), hot("a"), false)).toEqual({ began: [], more: 0, over: [] });
  expect(hotNews(new Set(["a"]), hot("b"), false)).toMatchObject({ began: [{ id: "b" }], over: ["a"] });
});

test("a drill is silent unless it was chosen", () => {
  const now = hot("drill:a", "b");
  expect(ids(hotNews(new Set(), now, false).began)).toEqual(["b"]);
  expect(ids(hotNews(new Set(), now, true).began)).toEqual(["drill:a", "b"]);
});

test("a storm is one piece of news with its number", () => {
  const now = hot(...Array.from({ length: 500 }, (_, i) => `lock-${i}`));
  expect(hotNews(new Set(), now, false)).toMatchObject({ began: [], more: 500 });
});

test("it sounds for news alone, and not again within some seconds", () => {
  const news = hotNews(new Set(), hot("a"), false);
  expect(maySound(news, null, 0)).toBe(true);
  expect(maySound(news, 0, soundEveryMs - 1)).toBe(false);
  expect(maySound(news, 0, soundEveryMs)).toBe(true);
  expect(maySound(hotNews(new Set(["a"]), hot(), false), null, 0)).toBe(false);
  // The clock was set back: silence would last as long as the jump.
  expect(maySound(news, 9_000_000, 1_000)).toBe(true);
});
