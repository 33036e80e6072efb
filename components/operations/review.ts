import type { z } from "zod";
import { ProblemError } from "#lib/client/http.ts";
import type { OperationPlanned, SpecInput } from "#lib/client/operations.ts";
import type { factChange, OperationDetail } from "#lib/contract/operations.ts";
import type { Fact } from "#lib/domain/operations/operation.ts";

type FactChange = z.infer<typeof factChange>;

/** What somebody is about to decide on: confirm something new, or what is planned; or acknowledge what waits. */
export type Ask =
  | { act: "confirm"; spec: SpecInput }
  | { act: "confirm"; operation: OperationDetail }
  | { act: "acknowledge"; operation: OperationDetail };

/** What is on the screen. The decision is bound to its snapshot. */
export interface Shown {
  /** Null while it is a dry run. */
  id: string | null;
  snapshot: string;
  plan: OperationPlanned["plan"];
  policy: OperationPlanned["policy"];
  roster: OperationPlanned["roster"];
}

/**
 * A review from opening to decision. `changed`: facts are no longer as they were shown; nothing can be decided until
 * the new ones were looked at.
 */
export interface Review {
  phase: "reading" | "unreadable" | "review" | "changed" | "sending";
  shown: Shown | null;
  changes: FactChange[];
  problem: Error | null;
}

export type ReviewEvent =
  | { kind: "planned"; shown: Shown }
  | { kind: "unreadable"; problem: Error }
  | { kind: "send" }
  | { kind: "stored"; shown: Shown }
  | { kind: "changed"; shown: Shown; changes: FactChange[] }
  | { kind: "failed"; problem: Error }
  | { kind: "looked" };

export const unread: Review = { phase: "reading", shown: null, changes: [], problem: null };

/** One step of a review. A second `send` while one is under way changes nothing: the caller sends only on a change. */
export function reduceReview(review: Review, event: ReviewEvent): Review {
  switch (event.kind) {
    case "planned":
      return { ...unread, phase: "review", shown: event.shown };
    case "unreadable":
      return { ...unread, phase: "unreadable", problem: event.problem };
    case "send":
      return review.phase === "review" ? { ...review, phase: "sending", problem: null } : review;
    case "stored":
      return { ...review, shown: event.shown };
    case "changed":
      return { phase: "changed", shown: event.shown, changes: event.changes, problem: null };
    case "failed":
      return { ...review, phase: "review", problem: event.problem };
    case "looked":
      return review.phase === "changed" ? { ...review, phase: "review", changes: [] } : review;
  }
}

/** The plan of an operation that is stored, as it is reviewed. */
export function shownOf({ id, snapshot, plan, policy, roster }: OperationDetail): Shown {
  return { id, snapshot, plan, policy, roster };
}

/** Facts that are not the same in two plans, in the order in which they are shown. */
export function factChanges(before: readonly Fact[], after: readonly Fact[]): FactChange[] {
  const was = new Map(before.map((fact) => [fact.key, fact]));
  const is = new Map(after.map((fact) => [fact.key, fact]));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const change = { was: was.get(key)?.value ?? null, is: is.get(key)?.value ?? null };
    const label = (is.get(key) ?? was.get(key))?.label ?? key;
    return change.was === change.is ? [] : [{ key, label, ...change }];
  });
}

/** What a 409 says of facts that changed; null for any other problem. */
export function changedFacts(
  error: unknown,
): { changes: FactChange[]; operation: OperationDetail | null } | null {
  if (!(error instanceof ProblemError) || error.code !== "changed-facts") return null;
  const context = error.problem.context ?? {};
  const changes = Array.isArray(context["changes"]) ? (context["changes"] as FactChange[]) : [];
  const operation = context["operation"];
  const whole = typeof operation === "object" && operation !== null && "plan" in operation;
  return { changes, operation: whole ? (operation as OperationDetail) : null };
}
