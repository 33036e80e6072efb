import { expect, test } from "vitest";
import { shownVerbs } from "./operation-verbs.ts";

const policy = { confirmRole: "operator", acknowledgeRole: "approver", twoPeople: true } as const;
const waiting = {
  kind: "clear",
  state: "waiting",
  policy,
  holdPoint: {},
  allowed: {
    acknowledge: { allowed: false, reason: "You asked for it yourself." },
    abort: { allowed: true, reason: null },
  },
} as const;

test("who may never press a button does not see it; who may but not now sees why", () => {
  expect(shownVerbs(waiting, "viewer")).toEqual([]);
  expect(shownVerbs(waiting, null)).toEqual([]);
  expect(shownVerbs(waiting, "operator").map(({ verb }) => verb)).toEqual(["ask", "abort"]);
  const approver = shownVerbs(waiting, "approver");
  expect(approver.map(({ verb }) => verb)).toContain("bypass");
  expect(approver[0]).toEqual({ verb: "acknowledge", reason: "You asked for it yourself." });
  expect(approver.find(({ verb }) => verb === "abort")).toEqual({ verb: "abort", reason: null });
});

test("an operation that has ended, or is being taken back, has no buttons", () => {
  for (const state of ["done", "failed", "aborted", "expired", "aborting"] as const) {
    expect(shownVerbs({ ...waiting, state }, "admin")).toEqual([]);
  }
});

test("each kind has its own verbs while it runs", () => {
  const running = { ...waiting, state: "running" } as const;
  expect(shownVerbs({ ...running, kind: "drain" }, "operator").map(({ verb }) => verb)).toContain("resume");
  expect(shownVerbs({ ...running, kind: "canary" }, "operator").map(({ verb }) => verb)).toContain("promote");
  expect(shownVerbs({ ...running, kind: "clear" }, "operator").map(({ verb }) => verb)).toEqual(["abort"]);
});
