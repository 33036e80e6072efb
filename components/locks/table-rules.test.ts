import { expect, test } from "vitest";
import { hiddenColumns } from "#components/views/use-list-search.ts";
import { matchesLock } from "#lib/domain/lock-query.ts";
import { columnIds, fittingColumns, lockColumnChoices, nextSort } from "./column-looks.ts";
import { firstPageFilter, loadLockSearch, lockFilter } from "./lock-search.ts";
import { splitEvidence } from "./split-evidence.ts";
import { lockTitle } from "./use-lock-title.ts";
import { createPace } from "./use-paced.ts";
import { moveByKey } from "./use-row-keys.ts";

test("a column goes through its two directions and back to what needs attention", () => {
  expect(nextSort("attention", "held", false)).toBe("held");
  expect(nextSort("held", "held", false)).toBe("-held");
  expect(nextSort("-held", "held", false)).toBe("attention");
  expect(nextSort("held", "waiters", true)).toBe("-waiters");
  expect(nextSort("-waiters", "waiters", true)).toBe("waiters");
});

test("a table without room leaves columns out, the least important first, and never cuts one", () => {
  expect(fittingColumns(columnIds, 0)).toEqual(columnIds);
  expect(fittingColumns(columnIds, 1_440)).toEqual(columnIds);
  // Beside the coach on a screen of 1440 px.
  const beside = fittingColumns(columnIds, 864);
  expect(beside).toEqual(["state", "resource", "owner", "verdict", "held", "waiters", "refused"]);
  expect(fittingColumns(columnIds, 160)).toEqual(["state", "resource", "owner", "verdict"]);
  expect(fittingColumns(["state", "resource", "epoch"], 480)).toEqual(["state", "resource", "epoch"]);
});

test("row keys move within the list and stop at its ends", () => {
  expect(moveByKey("j", -1, 10, 5)).toBe(0);
  expect(moveByKey("k", -1, 10, 5)).toBe(0);
  expect(moveByKey("j", 9, 10, 5)).toBe(9);
  expect(moveByKey("PageDown", 7, 10, 5)).toBe(9);
  expect(moveByKey("PageUp", 3, 10, 5)).toBe(0);
  expect(moveByKey("End", 0, 100_000, 5)).toBe(99_999);
  expect(moveByKey("x", 0, 10, 5)).toBeNull();
  expect(moveByKey("j", 0, 0, 5)).toBeNull();
});

test("hidden columns never hide what a row is about, and names that are unknown are ignored", () => {
  const hidden = (named: string[] | null, kept?: string[]) => [
    ...hiddenColumns(lockColumnChoices, named, kept),
  ];
  expect(hidden(null, ["epoch", "resource", "nonsense", "beats"])).toEqual(["beats", "epoch"]);
  expect(hidden(null)).toEqual([]);
  expect(hidden(["nonsense"], ["epoch"])).toEqual(["epoch"]);
  expect(hidden(["state", "owner", "nonsense"], ["owner"])).toEqual(
    columnIds.filter((id) => !["state", "owner", "resource"].includes(id)),
  );
});

test("an address becomes the same filter for the server and for the tab; what is unknown in it is dropped", async () => {
  const search = await loadLockSearch(
    new URLSearchParams("q=Aim+node-7&state=hot,nonsense&verdict=stale&sort=-held&node=node-7"),
  );
  expect(firstPageFilter(search)).toMatchObject({
    q: "Aim node-7",
    state: "hot",
    verdict: "stale",
    sort: "-held",
  });
  const filter = lockFilter(search);
  expect(filter).toEqual({
    words: ["aim", "node-7"],
    states: new Set(["hot"]),
    verdicts: new Set(["orphan", "ghost"]),
    node: "node-7",
  });
  const bare = await loadLockSearch(new URLSearchParams("sort=-held"));
  expect(lockFilter(bare)).toEqual({});
  const row = {
    id: "native/a",
    source: "native",
    key: "a",
    resource: "a",
    state: "free",
    verdict: null,
  } as const;
  const rest = {
    node: null,
    path: null,
    holder: null,
    waiters: 0,
    epoch: 1,
    heldSince: null,
    lastBeatAt: null,
  };
  expect(matchesLock({ ...row, ...rest }, lockFilter(bare))).toBe(true);
});

test("the order waits while a row is pressed, and a moment after the pointer moved", () => {
  let now = 0;
  const pace = createPace(() => now);
  expect(pace.quietAtMs()).toBeLessThanOrEqual(now);
  pace.touch();
  expect(pace.quietAtMs()).toBeGreaterThan(now);
  now = 10_000;
  expect(pace.quietAtMs()).toBeLessThanOrEqual(now);
  pace.press(true);
  now = 60_000;
  expect(pace.quietAtMs()).toBeGreaterThan(now);
  pace.press(false);
  now = 70_000;
  expect(pace.quietAtMs()).toBeLessThanOrEqual(now);
});

test("a tab's title says the state first, and shows a hostile name safely", () => {
  const lock = { state: "hot", verdict: "orphan", resource: "a\u202eb" } as const;
  expect(lockTitle(lock, false)).toBe("Hot, Orphan · a\\u{202e}b · Locksmith");
  expect(lockTitle({ ...lock, verdict: "live" }, false)).toBe("Hot · a\\u{202e}b · Locksmith");
  expect(lockTitle(lock, true)).toMatch(/^Gone · /);
});

test("decisive evidence stands apart, each part newest first", () => {
  const fact = (text: string, weight: "decisive" | "circumstantial", observedAt: number) =>
    ({ kind: "taker-gone", weight, points: "gone", source: "agent", observedAt, text }) as const;
  const parts = splitEvidence([
    fact("a", "circumstantial", 1),
    fact("b", "decisive", 1),
    fact("c", "decisive", 2),
  ]);
  expect(parts.decisive.map(({ text }) => text)).toEqual(["c", "b"]);
  expect(parts.circumstantial.map(({ text }) => text)).toEqual(["a"]);
});
