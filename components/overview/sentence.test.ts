import { expect, test } from "vitest";
import { answer } from "./sentence.ts";

function counts(
  locks: Record<string, number>,
  verdicts: Record<string, number>,
  nodes: Record<string, number>,
) {
  const sum = (of: Record<string, number>) => Object.values(of).reduce((a, b) => a + b, 0);
  return {
    locks: { total: sum(locks), byState: locks, byVerdict: verdicts, bySource: {} },
    nodes: { total: sum(nodes), byState: nodes },
  };
}

test("what is wrong comes before what is to be watched, and calm is said only when neither is there", () => {
  expect(answer(counts({ hot: 1, held: 3 }, { orphan: 2 }, { up: 4, silent: 1 }))).toEqual({
    tone: "wrong",
    text: "1 lock refusing somebody now, and 2 locks left by an owner that is gone.",
  });
  expect(answer(counts({ held: 3 }, { suspect: 1, unknown: 1, live: 2 }, { up: 4, silent: 2 }))).toEqual({
    tone: "watch",
    text: "Nothing is refused; 2 nodes silent, 1 lock with a suspect owner and 1 lock with an unknown owner.",
  });
  expect(answer(counts({ held: 3 }, { live: 3 }, { up: 4 })).tone).toBe("calm");
});

test("an empty console is not a calm one", () => {
  expect(answer(counts({}, {}, {}))).toEqual({ tone: "empty", text: "Nothing reports here yet." });
  const drill = { nodes: 101, locks: 2, hot: 2, stale: 2 };
  expect(answer({ ...counts({}, {}, {}), drill })).toEqual({
    tone: "empty",
    text: "Nothing real reports here yet; a drill is on.",
  });
  expect(answer({ ...counts({ held: 1 }, { live: 1 }, { up: 1 }), drill }).tone).toBe("calm");
  expect(answer(counts({}, {}, { up: 1 })).tone).toBe("calm");
});
