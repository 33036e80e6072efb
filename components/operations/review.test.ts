import { expect, test } from "vitest";
import { ProblemError } from "#lib/client/http.ts";
import { changedFacts, factChanges, type Review, reduceReview, type Shown, unread } from "./review.ts";

const shown = { id: null, snapshot: "a" } as Shown;
const newer = { id: "op_1", snapshot: "b" } as Shown;
const change = { key: "holder", label: "Holder", was: "PID 1", is: "PID 2" };
const reviewed = reduceReview(unread, { kind: "planned", shown });

test("nothing can be sent before the plan is there, and only once at a time", () => {
  expect(reduceReview(unread, { kind: "send" })).toBe(unread);
  const sending = reduceReview(reviewed, { kind: "send" });
  expect(sending.phase).toBe("sending");
  expect(reduceReview(sending, { kind: "send" })).toBe(sending);
});

test("changed facts void the decision until they were looked at; the new snapshot is the one that binds", () => {
  const sending = reduceReview(reviewed, { kind: "send" });
  const changed = reduceReview(sending, { kind: "changed", shown: newer, changes: [change] });
  expect(changed).toMatchObject({ phase: "changed", changes: [change] });
  expect(reduceReview(changed, { kind: "send" })).toBe(changed);
  const looked = reduceReview(changed, { kind: "looked" });
  expect(looked).toMatchObject({ phase: "review", changes: [], shown: newer });
});

test("a failure leaves the plan open with what went wrong, and sending again forgets it", () => {
  const problem = new Error("The server cannot be reached.");
  const failed = reduceReview(reduceReview(reviewed, { kind: "send" }), { kind: "failed", problem });
  expect(failed).toMatchObject({ phase: "review", shown, problem });
  expect(reduceReview(failed, { kind: "send" }).problem).toBeNull();
});

test("looking changes nothing unless something changed", () => {
  for (const review of [unread, reviewed] satisfies Review[]) {
    expect(reduceReview(review, { kind: "looked" })).toBe(review);
  }
});

test("facts that went, came or differ are the difference of two plans, in the order of the first", () => {
  const fact = (key: string, value: string) => ({ key, label: key, value });
  expect(
    factChanges(
      [fact("a", "1"), fact("b", "2"), fact("c", "3")],
      [fact("a", "1"), fact("c", "4"), fact("d", "5")],
    ),
  ).toEqual([
    { key: "b", label: "b", was: "2", is: null },
    { key: "c", label: "c", was: "3", is: "4" },
    { key: "d", label: "d", was: null, is: "5" },
  ]);
});

test("only a problem of changed facts is one, also when it names no operation", () => {
  const problem = (code: "changed-facts" | "not-now", context?: Record<string, unknown>) =>
    new ProblemError({ type: "t", title: "t", status: 409, code, ...(context !== undefined && { context }) });
  expect(changedFacts(problem("not-now"))).toBeNull();
  expect(changedFacts(new Error("x"))).toBeNull();
  expect(changedFacts(problem("changed-facts"))).toEqual({ changes: [], operation: null });
  const whole = changedFacts(problem("changed-facts", { changes: [change], operation: { plan: {} } }));
  expect(whole).toMatchObject({ changes: [change], operation: { plan: {} } });
});
