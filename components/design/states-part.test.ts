import { expect, test } from "vitest";
import { stateLooks } from "#components/ui/state.ts";
import { statesNotShown } from "./states-part.tsx";

test("the page shows every state that there is", () => {
  expect(statesNotShown()).toEqual([]);
});

test("no two words that may stand in one column have the same mark in the same colour", () => {
  const columns = [
    ["hot", "held", "free", "quarantined"],
    ["orphan", "ghost", "suspect", "unknown", "live"],
    ["up", "late", "silent", "never", "impaired", "halted", "stopped", "paused"],
    ["planned", "waiting", "running", "done", "failed", "refused", "aborted"],
    ["open", "shut", "bypassed"],
    ["grabber", "paused", "successor"],
    ["incident", "mitigated", "resolved"],
    ["critical", "warning", "info"],
  ] as const;
  for (const column of columns) {
    const marks = column.map((state) => `${stateLooks[state].tone} ${stateLooks[state].shape}`);
    expect(new Set(marks).size, column.join(", ")).toBe(column.length);
  }
});
