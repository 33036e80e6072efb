import { describe, expect, it } from "vitest";
import { byeWords, lastKnownWords, staleWords } from "./trust-words.ts";

const at = Date.UTC(2026, 10, 23, 3, 12, 40);
const lock = (resource: string, state: "hot" | "held", verdict: "live" | "orphan" = "live", node = "n") => ({
  resource,
  state,
  verdict,
  node,
});

it("a stale wall says since when, how long, and what that means", () => {
  expect(staleWords(at, 47_000)).toBe("No data since 03:12:40 UTC (47s). What you see is old.");
  expect(staleWords(null, 125_000)).toBe(
    "No data has come for 2m 05s. What you see is from when this screen was loaded.",
  );
});

describe("what was wrong when last heard", () => {
  it("is nothing when all was well", () => {
    expect(lastKnownWords([lock("a", "held")])).toBeNull();
  });

  it("names HOT first, then stale, each name once", () => {
    const locks = [
      lock("b", "hot", "orphan"),
      lock("a", "hot"),
      lock("a", "hot"),
      lock("c", "held", "orphan"),
    ];
    expect(lastKnownWords(locks)).toBe("When last heard: 3 HOT (a, b), 2 stale (b, c).");
  });

  it("keeps a drill apart, also where only the node is of it", () => {
    const locks = [lock("drill:x", "hot"), lock("y", "hot", "live", "drill:node-7")];
    expect(lastKnownWords(locks)).toBe("When last heard: in the drill: 2 HOT (drill:x, y).");
    expect(lastKnownWords([...locks, lock("z", "hot")])).toBe(
      "When last heard: 1 HOT (z); in the drill: 2 HOT (drill:x, y).",
    );
  });

  it("stays one line when everything is on fire", () => {
    const many = Array.from({ length: 3_000 }, (_, i) => lock(`r${String(i).padStart(4, "0")}`, "hot"));
    expect(lastKnownWords(many)).toBe(
      "When last heard: 3000 HOT (r0000, r0001, r0002, r0003 and 2996 more).",
    );
  });

  it("shows no sign of a host that steers the text", () => {
    expect(lastKnownWords([lock("a\u202eb", "hot")])).toContain("a\\u{202e}b");
  });
});

it("an ended display says what ended, by whom and when", () => {
  const bye = { reason: "revoked", what: "display", name: "North", at, by: "Ada", serverAt: at } as const;
  expect(byeWords(bye).title).toBe("The display “North” was revoked by Ada at 03:12:40 UTC.");
  expect(byeWords({ ...bye, reason: "expired", what: "session", by: null }).title).toBe(
    "The session of North has expired at 03:12:40 UTC.",
  );
  expect(byeWords(null).title).toBe("This screen may no longer look.");
});
