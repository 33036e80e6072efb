import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Operated, operationCan } from "./can.ts";
import { mayMove, operationVerbs, wrongState } from "./machine.ts";
import { type HoldPoint, isEnded, operationKinds, operationStates, type Person } from "./operation.ts";
import type { Viewer } from "./people.ts";
import { defaultPolicies } from "./policy.ts";

const state = fc.constantFrom(...operationStates);
const verb = fc.constantFrom(...operationVerbs);
const role = fc.constantFrom("viewer" as const, "operator" as const, "approver" as const, "admin" as const);
const person: fc.Arbitrary<Person> = fc.oneof(
  fc.record({
    kind: fc.constant("user" as const),
    id: fc.constantFrom("ada", "ben", "eve"),
    name: fc.string(),
  }),
  fc.record({
    kind: fc.constant("token" as const),
    id: fc.constantFrom("t1", "t2"),
    name: fc.string(),
    madeBy: fc.constantFrom("ada", "ben", undefined),
  }),
);
const viewer: fc.Arbitrary<Viewer> = fc.record({ person, role });
const holdPoint: fc.Arbitrary<HoldPoint> = fc.record({
  askedAt: fc.nat(),
  askedBy: person,
  pageId: fc.constant("pag_1"),
  by: fc.option(person),
  at: fc.option(fc.nat()),
  note: fc.constant(null),
  untilAt: fc.option(fc.nat()),
});
const operated: fc.Arbitrary<Operated> = fc
  .record({
    kind: fc.constantFrom(...operationKinds),
    state,
    createdBy: person,
    confirmedBy: fc.option(person),
  })
  .chain((base) =>
    fc
      .record({
        holdPoint: fc.option(holdPoint),
        refusals: fc.array(fc.string(), { maxLength: 1 }),
        irrevocable: fc.boolean(),
      })
      .map(
        ({ holdPoint, refusals, irrevocable }): Operated => ({
          ...base,
          spec: { kind: base.kind },
          policy: defaultPolicies[base.kind],
          plan: { refusals },
          holdPoint,
          gates: [],
          memory: irrevocable ? { irrevocable: 1 } : {},
        }),
      ),
  );

describe("states", () => {
  test("a state that has ended is never left, however and however often it is tried", () => {
    fc.assert(
      fc.property(state, fc.array(state), (start, tries) => {
        let now = start;
        for (const to of tries) {
          const before = now;
          if (mayMove(now, to)) now = to;
          if (isEnded(before)) expect(now).toBe(before);
        }
      }),
    );
  });

  test("every state that has not ended can come to an end, and none but a plan can begin", () => {
    for (const from of operationStates) {
      const seen = new Set([from]);
      for (const one of seen) for (const to of operationStates) if (mayMove(one, to)) seen.add(to);
      expect([...seen].some(isEnded), from).toBe(true);
      expect(from === "planned" || !seen.has("planned"), from).toBe(true);
    }
  });

  test("nothing runs that did not wait for its gates", () => {
    const before = operationStates.filter((from) => from !== "running" && mayMove(from, "running"));
    expect(before).toEqual(["waiting", "verifying"]);
  });
});

describe("who may do what", () => {
  test("nothing is done to what has ended, by nobody", () => {
    fc.assert(
      fc.property(operated, verb, viewer, fc.nat(), (operation, does, by, now) => {
        fc.pre(isEnded(operation.state));
        expect(operationCan(operation, does, by, now).allowed).toBe(false);
      }),
    );
  });

  test("whoever is allowed has the role, and a refusal has a reason", () => {
    fc.assert(
      fc.property(operated, verb, fc.option(viewer), fc.nat(), (operation, does, by, now) => {
        const answer = operationCan(operation, does, by, now);
        if (!answer.allowed) {
          expect(typeof answer.reason).toBe("string");
          return;
        }
        expect(by?.role).not.toBe("viewer");
        expect(wrongState(does, operation.state)).toBeNull();
      }),
    );
  });

  test("where two people are needed, the second is neither the first nor a token, nor behind one", () => {
    fc.assert(
      fc.property(operated, viewer, fc.nat(), (operation, by, now) => {
        fc.pre(operation.policy.twoPeople);
        if (!operationCan(operation, "acknowledge", by, now).allowed) return;
        expect(by.person.kind).toBe("user");
        for (const first of [operation.createdBy, operation.confirmedBy]) {
          expect(first?.kind === "user" ? first.id : first?.madeBy).not.toBe(by.person.id);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("what cannot be taken back is not aborted", () => {
    fc.assert(
      fc.property(operated, viewer, fc.nat(), (operation, by, now) => {
        fc.pre(operation.memory["irrevocable"] === 1);
        expect(operationCan(operation, "abort", by, now).allowed).toBe(false);
      }),
    );
  });
});
