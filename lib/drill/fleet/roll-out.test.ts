import { expect, test } from "vitest";
import { planFleet } from "./plan-fleet.ts";
import { rollOut } from "./roll-out.ts";
import { SimNode } from "./sim-node.ts";

const at = { nowMs: 0 };
const fileOf = (hash: string) => ({ content: `${hash}\n`, hash, touchedBy: null, touchedAt: 1 });
const times = () => ({ nowMs: at.nowMs, rollOutMs: 1_000, random: () => 0.5 });

/** Nodes whose agents have a session, as after a start. */
function fleetOf(count: number): SimNode[] {
  at.nowMs = 0;
  const { signal } = new AbortController();
  const nodes = planFleet(count).map(
    (plan) =>
      new SimNode({
        plan,
        seed: "s",
        config: "drill:aim_lock_config.conf",
        ttlMs: 10_000,
        drainMs: [1, 2],
        heldEveryMs: 1_000,
        monoMs: () => at.nowMs,
        random: () => 0.5,
        mismatch: () => null,
        shadowPart: () => ({ lookAfterMs: null, isBad: false }),
        signal,
      }),
  );
  for (const [place, { agent }] of nodes.entries()) agent.opened(`ses_${place}`, 1_000, 0, 0);
  return nodes;
}

/** How many nodes run each content by then. */
function run(nodes: readonly SimNode[], nowMs: number): Record<string, number> {
  at.nowMs = nowMs;
  const counts: Record<string, number> = {};
  for (const { file } of nodes) {
    file.tick(nowMs);
    const hash = file.report()?.running?.hash ?? "none";
    counts[hash] = (counts[hash] ?? 0) + 1;
  }
  return counts;
}

/** The server takes in what an agent says. */
function tell(node: SimNode | undefined): string | null {
  const draft = node?.agent.part.draft();
  if (draft != null) node?.agent.part.told?.(draft);
  return draft?.configs?.[0]?.content ?? null;
}

test("whoever has no file yet gets it in the time of a roll-out; one of them sends its content unasked, once", () => {
  const nodes = fleetOf(101);
  rollOut(nodes, fileOf("one"), times());
  expect(run(nodes, 299)).toEqual({ none: 100 });
  expect(run(nodes, 1_000)).toEqual({ one: 100 });
  expect(nodes.map(tell).filter((content) => content !== null)).toEqual(["one\n"]);
  expect(nodes.map(tell).filter((content) => content !== null)).toEqual([]);
});

test("a content that is written later is run by one alone until the server has it from that one", () => {
  const nodes = fleetOf(101);
  rollOut(nodes, fileOf("one"), times());
  run(nodes, 1_000);
  rollOut(nodes, fileOf("two"), times());
  expect(run(nodes, 4_000)).toEqual({ one: 99, two: 1 });
  const first = nodes.find(({ file }) => file.report()?.running?.hash === "two");
  expect(tell(first)).toBe("two\n");
  expect(run(nodes, 4_001)).toEqual({ two: 100 });
});

test("it is one that is heard, and where that one falls silent the others follow all the same", () => {
  const nodes = fleetOf(101);
  const [cut] = nodes;
  rollOut(nodes, fileOf("one"), times());
  run(nodes, 1_000);
  for (const seat of cut?.seats ?? []) seat.isCut = true;
  rollOut(nodes, fileOf("two"), times());
  expect(run(nodes, 3_000)).toEqual({ one: 99, two: 1 });
  expect(cut?.file.report()?.running?.hash).toBe("one");
  expect(run(nodes, 1_000 + 5_000)).toEqual({ two: 100 });
});

test("the same content again needs nobody to send it twice; nodes beyond the story's own have the first one alone", () => {
  const nodes = fleetOf(110);
  rollOut(nodes, fileOf("one"), times());
  run(nodes, 1_000);
  tell(nodes[0]);
  rollOut(nodes, fileOf("one"), times());
  expect(run(nodes, 2_000)).toEqual({ one: 109 });
  expect(tell(nodes[0])).toBe(null);
  rollOut(nodes, fileOf("two"), times());
  run(nodes, 3_000);
  tell(nodes[0]);
  expect(run(nodes, 3_001)).toEqual({ one: 8, two: 101 });
});
