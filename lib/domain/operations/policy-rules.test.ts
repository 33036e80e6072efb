import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { operationKinds } from "./operation.ts";
import { defaultPolicies, policyFor } from "./policy.ts";
import { parsePolicyId, policyId, policyProblems, policyWeakenings } from "./policy-rules.ts";

test("every default may be set, and is no weaker than itself", () => {
  for (const kind of operationKinds) {
    expect(policyProblems(defaultPolicies[kind])).toEqual([]);
    expect(policyWeakenings(defaultPolicies[kind])).toEqual([]);
  }
});

test("an id leads back to its kind and resource, whatever the name", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...operationKinds),
      fc.option(fc.string({ minLength: 1 })),
      (kind, resource) => {
        expect(parsePolicyId(policyId(kind, resource))).toEqual({ kind, resource });
      },
    ),
  );
  for (const id of ["", "clear:", "purge", "purge:x", ":x"]) expect(parsePolicyId(id)).toBeNull();
});

test("relations that would make a policy meaningless or unsafe are refused by field", () => {
  const fields = (...args: Parameters<typeof policyProblems>) =>
    policyProblems(...args).map((one) => one.field);
  const { clear, drain, bypass } = defaultPolicies;
  expect(fields({ ...clear, ackWindowMs: limits.ackWindowMaxMs + 1 })).toEqual(["ackWindowMs"]);
  expect(fields({ ...clear, ackWindowMs: 1 })).toEqual(["ackWindowMs"]);
  expect(fields({ ...drain, holdMaxMs: limits.holdMaxMs + 1 })).toEqual(["holdMaxMs"]);
  expect(fields({ ...drain, holdMaxMs: 0 })).toEqual(["holdMaxMs"]);
  expect(fields({ ...clear, holdMaxMs: 5_000 })).toEqual(["holdMaxMs"]);
  expect(fields({ ...clear, targetsMax: 2 })).toEqual(["targetsMax"]);
  expect(fields({ ...drain, targetsMax: 0 })).toEqual(["targetsMax"]);
  expect(fields({ ...clear, confirmRole: "viewer" })).toEqual(["confirmRole"]);
  expect(fields({ ...clear, acknowledgeRole: "operator" })).toEqual(["acknowledgeRole"]);
  expect(fields({ ...bypass, twoPeople: false, typedName: false, reason: false })).toEqual([
    "twoPeople",
    "typedName",
    "reason",
  ]);
});

test("a clear for one person may be set, and is told as what it is", () => {
  const alone = { ...defaultPolicies.clear, twoPeople: false };
  expect(policyProblems(alone)).toEqual([]);
  expect(policyWeakenings(alone)).toEqual(["One person alone can do it."]);
});

test("the row for the resource wins over the row for all, which wins over the default", () => {
  const all = { ...defaultPolicies.clear, ackWindowMs: 60_000 };
  const one = { ...defaultPolicies.clear, resource: "a.conf", ackWindowMs: 30_000 };
  expect(policyFor("clear", "a.conf", [all, one]).ackWindowMs).toBe(30_000);
  expect(policyFor("clear", "b.conf", [all, one]).ackWindowMs).toBe(60_000);
  expect(policyFor("clear", null, [one])).toBe(defaultPolicies.clear);
  expect(policyFor("drain", "a.conf", [all, one])).toBe(defaultPolicies.drain);
});
