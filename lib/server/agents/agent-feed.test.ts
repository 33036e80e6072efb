import { describe, expect, test } from "vitest";
import type { AgentReport } from "#lib/contract/agent.ts";
import { kernelLock } from "#lib/server/testing/records.ts";
import { AgentFeed } from "./agent-feed.ts";

function report(seq: number, change: Partial<AgentReport> = {}): AgentReport {
  return {
    sessionId: "ses_1",
    seq,
    full: false,
    part: 1,
    parts: 1,
    locks: [],
    goneKeys: [],
    scanned: true,
    scannedAgoMs: 0,
    scanMs: 1,
    processes: [],
    events: [],
    dropped: 0,
    limitations: [],
    ...change,
  };
}
const part = (seq: number, at: number, of: number, key: string, sessionId = "ses_1") =>
  report(seq, { full: true, part: at, parts: of, locks: [kernelLock("n", key, [7])], sessionId });

describe("an agent's reports in order", () => {
  test("a delta before any snapshot is refused, and after it is taken", () => {
    const feed = new AgentFeed();
    expect(feed.take(report(0)).kind).toBe("hole");
    expect(feed.needsSnapshot).toBe(true);
    expect(feed.take(part(1, 1, 1, "a")).kind).toBe("last-part");
    expect(feed.needsSnapshot).toBe(false);
    expect(feed.take(report(2)).kind).toBe("delta");
  });

  test("a snapshot in parts is whole only with its last one, and names all keys of all parts", () => {
    const feed = new AgentFeed();
    expect(feed.take(part(0, 1, 3, "a"))).toEqual({ kind: "part", seen: null });
    expect(feed.take(part(1, 2, 3, "b"))).toEqual({ kind: "part", seen: null });
    expect(feed.take(part(2, 3, 3, "c"))).toEqual({ kind: "last-part", seen: new Set(["a", "b", "c"]) });
  });

  test("a snapshot with a part missing removes nothing and has to be sent again", () => {
    const feed = new AgentFeed();
    feed.take(part(0, 1, 3, "a"));
    expect(feed.take(part(2, 3, 3, "c")).kind).toBe("hole");
    expect(feed.needsSnapshot).toBe(true);
    feed.take(part(3, 1, 2, "a"));
    expect(feed.take(part(4, 2, 2, "b")).kind).toBe("last-part");
  });

  test("a hole in the sequence asks for a snapshot; a repeated report is taken once", () => {
    const feed = new AgentFeed();
    feed.take(part(0, 1, 1, "a"));
    expect(feed.take(report(1)).kind).toBe("delta");
    expect(feed.take(report(1)).kind).toBe("repeated");
    expect(feed.take(report(3)).kind).toBe("hole");
    expect(feed.take(report(4)).kind).toBe("hole");
  });

  test("another session starts anew", () => {
    const feed = new AgentFeed();
    feed.take(part(5, 1, 1, "a"));
    expect(feed.take(report(0, { sessionId: "ses_2" })).kind).toBe("hole");
    expect(feed.take(part(1, 1, 1, "a", "ses_2")).kind).toBe("last-part");
  });

  test("a hello in the same session starts anew: the agent counts from zero again", () => {
    const feed = new AgentFeed();
    feed.take(part(5, 1, 1, "a"));
    feed.begin("ses_1");
    expect(feed.take(report(0)).kind).toBe("hole");
    expect(feed.take(part(1, 1, 1, "b")).kind).toBe("last-part");
  });

  test("what could not be stored is not counted on", () => {
    const feed = new AgentFeed();
    feed.take(part(0, 1, 1, "a"));
    feed.failed();
    expect(feed.take(report(1)).kind).toBe("hole");
  });
});
