import { expect, test } from "vitest";
import { defaultPolicies } from "#lib/domain/operations/policy.ts";
import { policySentences } from "./policy-words.ts";

const row = (kind: "clear" | "drain" | "resume") => ({
  ...defaultPolicies[kind],
  id: kind,
  set: false,
  weaker: [],
});

test("a policy is said in words, with what it leaves out left out", () => {
  expect(policySentences(row("clear"))).toEqual([
    "An operator confirms; an approver, another person, acknowledges, which lasts 90 s.",
    "Asked for: a reason and the typed name.",
  ]);
  expect(policySentences(row("drain")).slice(1)).toEqual([
    "Asked for: a reason.",
    "At most 2,000 targets at once.",
    "A hold lasts 30 min at most.",
  ]);
  expect(policySentences(row("resume"))).toEqual([
    "An operator confirms alone.",
    "Nothing else is asked for.",
  ]);
});
