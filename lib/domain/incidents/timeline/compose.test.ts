import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundTimeline, composeTimeline } from "./compose.ts";
import { plainLine } from "./line.ts";
import { story } from "./testing/story.ts";
import { lockId, resource, sec } from "./testing/story-cast.ts";
import { event } from "./testing/story-events.ts";

const textsOf = (lines: readonly { text: string }[]) => lines.map(({ text }) => text);

describe("the story", () => {
  const lines = composeTimeline(story());

  test("the kernel speaks before the guardian's last beat, its death, the verdict and the refusals", () => {
    const order = [
      /panic thread/,
      /Last beat of guardian/,
      /PID 1968 of guardian/,
      /Held by nobody/,
      /is kept until/,
      /refuses somebody/,
      /Ben acknowledged/,
      /: cleared\./,
      /watchdog on node-7 got/,
    ];
    const places = order.map((pattern) => lines.findIndex(({ text }) => pattern.test(text)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("each line names its source, and nothing is there twice", () => {
    expect(lines.every(({ source }) => source !== "")).toBe(true);
    expect(lines.filter(({ text }) => text.startsWith("Ben acknowledged"))).toHaveLength(1);
    // What the operation's events tell at the same moment is no line of its steps.
    expect(textsOf(lines).filter((text) => text.includes("Compare, and delete"))).toEqual([]);
    expect(textsOf(lines).filter((text) => text.includes("Close the resource"))).toHaveLength(1);
  });

  test("grants of healthy leases are summed; the successor's is told", () => {
    const grants = lines.filter(({ text }) => text.includes("orchestrator on"));
    expect(grants).toEqual([]);
    expect(lines[0]).toMatchObject({ kind: "lock", what: "routine" });
    expect(lines[0]?.text).toMatch(/^Routine until 03:07:05 UTC: \d × lease.*, \d × lease/);
  });

  test("what many nodes said at once is one line", () => {
    const halted = lines.filter(({ what }) => what === "unit.halted");
    expect(halted).toHaveLength(1);
    expect(halted[0]).toMatchObject({ kind: "node", node: null });
    expect(halted[0]?.text).toMatch(/^12 nodes until 03:12:51 UTC; the first: paused in mid-patrol/);
    expect(halted[0]?.source).toMatch(/^12 events, \d+–\d+$/);
  });

  test("who paused is one line, with how many did not", () => {
    const paused = lines.find(({ what }) => what === "units");
    expect(paused).toMatchObject({ at: sec(388), operationId: "op_drain" });
    expect(paused?.text).toBe("Pause the fleet: 2 of 3 units paused, the first at 03:18:15 UTC.");
  });
});

test("the fleet is told when it began to stand, at its worst, and when it was well again; refusals with their sum", () => {
  const lines = composeTimeline(story({ events: [], operations: [], pages: [], owners: [] }));
  expect(lines.map(({ at, text }) => [at, text])).toEqual([
    [sec(60), "43 nodes cannot work as they should: 31 halted, 12 impaired."],
    [sec(390), "90 nodes are paused; of the others none works less than it should."],
    [sec(390), "Refused 61 times by 43 nodes in all; none was counted after this."],
    [sec(440), "No node works less than it should any more."],
  ]);
});

test("a grant after a clear is told even within much routine, the next one is not", () => {
  const of = (at: number, kind: string) => event(sec(at), kind, kind, { lockId, resource });
  const events = [
    of(1, "operation.cleared"),
    ...Array.from({ length: 20 }, (_, i) => of(2 + i, i % 2 === 0 ? "lease.granted" : "lease.released")),
  ];
  const lines = composeTimeline(story({ events, operations: [], pages: [], owners: [], samples: [] }));
  expect(lines.map(({ what }) => what)).toEqual(["operation.cleared", "lease.granted", "routine"]);
  expect(lines[2]?.text).toContain("10 × lease.released, 9 × lease.granted");
});

test("a lock that is HOT for a moment with each holder is told the first time", () => {
  const of = (at: number, kind: string) => event(sec(at), kind, kind, { lockId, resource });
  const events = Array.from({ length: 10 }, (_, i) => [
    of(i * 3, "lock.hot"),
    of(i * 3 + 1, "lock.calm"),
  ]).flat();
  const lines = composeTimeline(story({ events, operations: [], pages: [], owners: [], samples: [] }));
  expect(lines.map(({ what }) => what)).toEqual(["lock.hot", "lock.calm", "routine"]);
  expect(lines[2]?.text).toContain("9 × lock.hot, 9 × lock.calm");
});

test("nothing outside of the range is told, and time never goes back", () => {
  fc.assert(
    fc.property(fc.integer({ min: -700, max: 1_000 }), fc.integer({ min: 0, max: 900 }), (from, span) => {
      const facts = story({ from: sec(from), to: sec(from + span) });
      const times = composeTimeline(facts).map(({ at }) => at);
      expect(times.every((at) => at >= facts.from && at <= facts.to)).toBe(true);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }),
  );
});

test("where there is too much, what is only for information goes first, the oldest before the newer", () => {
  const line = (at: number, severity: "info" | "critical") =>
    plainLine({ at, kind: "kernel", severity, text: `${at}`, source: "event 1", what: "kernel.x" });
  const lines = [line(1, "critical"), line(2, "info"), line(3, "info"), line(4, "critical"), line(5, "info")];
  expect(boundTimeline(lines, new Set(), 3)).toMatchObject({
    items: [{ at: 1 }, { at: 4 }, { at: 5 }],
    more: 2,
  });
  expect(boundTimeline(lines, new Set(), 1)).toMatchObject({ items: [{ at: 4 }], more: 4 });
  expect(boundTimeline(lines, new Set(["note"]), 1)).toEqual({ items: [], more: 0 });
});

test("nothing of the events is lost: each is told or counted, whatever they are and in whatever order", () => {
  const kinds = [
    "lease.granted",
    "lease.released",
    "verdict.orphan",
    "operation.cleared",
    "node.late",
    "unit.x",
  ];
  const one = fc.record({
    at: fc.integer({ min: 0, max: 300 }),
    kind: fc.constantFrom(...kinds),
    node: fc.constantFrom("a", "b", "c", "d", "e"),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 60 }), (list) => {
      const events = list.map(({ at, kind, node }) => event(sec(at), kind, "x", { node, lockId, resource }));
      const lines = composeTimeline(story({ events, operations: [], pages: [], owners: [], samples: [] }));
      const told = lines.reduce((sum, { source }) => sum + Number(/^(\d+) events/.exec(source)?.[1] ?? 1), 0);
      expect(told).toBe(events.length);
    }),
  );
});
