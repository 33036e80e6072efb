import { expect, test } from "vitest";
import type { LockRow } from "#lib/contract/rows.ts";
import type { LockState, Verdict } from "#lib/domain/states.ts";
import { groupDoubts } from "./group-doubts.ts";

const lock = (id: string, node: string, verdict: Verdict, state: LockState = "held") =>
  ({ id, node, verdict, state, holder: null }) as LockRow;

test("several doubts about one node are one line; what is hot or stale stands by itself", () => {
  const locks = [
    lock("hot", "node-7", "suspect", "hot"),
    lock("orphan", "node-7", "orphan"),
    lock("a", "node-7", "suspect"),
    lock("b", "node-7", "unknown"),
    lock("c", "node-7", "suspect"),
    lock("d", "node-8", "suspect"),
  ];
  const { single, groups } = groupDoubts(locks);
  expect(single.map(({ id }) => id)).toEqual(["hot", "orphan", "d"]);
  expect(groups.map(({ node, locks: some }) => [node, some.length])).toEqual([["node-7", 3]]);
});
