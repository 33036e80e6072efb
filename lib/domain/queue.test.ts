import fc from "fast-check";
import { expect, test } from "vitest";
import { dropLate, dropWaiter, enqueue, nextWaiter, placeOf, type Queue } from "./queue.ts";

const waiter = (sessionId: string, deadlineMs = 1_000) => ({
  sessionId,
  sinceAt: 0,
  deadlineAt: deadlineMs,
  deadlineMs,
});
const queueOf = (...ids: string[]) => ids.reduce<Queue>((queue, id) => enqueue(queue, waiter(id)), []);
const anyone = () => true;

test("first come, first served, and everybody sees their place", () => {
  const queue = queueOf("a", "b", "c");
  expect(nextWaiter(queue, 0, anyone)?.sessionId).toBe("a");
  expect(["a", "b", "c", "d"].map((id) => placeOf(queue, id))).toEqual([1, 2, 3, null]);
  expect(placeOf(dropWaiter(queue, "a"), "b")).toBe(1);
});

test("asking twice keeps the place, and the later deadline of the two", () => {
  const once = queueOf("a", "b");
  expect(enqueue(once, waiter("a", 500))).toBe(once);
  const longer = enqueue(once, waiter("a", 9_000));
  expect(placeOf(longer, "a")).toBe(1);
  expect(longer).toHaveLength(2);
  expect(longer[0]?.deadlineMs).toBe(9_000);
});

test("who died while waiting is passed over at the grant, and who is late as well", () => {
  const queue = [waiter("late", 10), waiter("dead"), waiter("next")];
  expect(nextWaiter(queue, 10, (id) => id !== "dead")?.sessionId).toBe("next");
  expect(dropLate(queue, 10).late.map((w) => w.sessionId)).toEqual(["late"]);
  expect(nextWaiter(queue, 2_000, anyone)).toBeNull();
});

test("whatever comes and goes: one place each, and nobody overtakes", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e");
  const step = fc.oneof(
    fc.record({ do: fc.constant("join" as const), id }),
    fc.record({ do: fc.constant("leave" as const), id }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let queue: Queue = [];
      for (const { do: what, id: who } of steps) {
        const before = queue.map((w) => w.sessionId);
        queue = what === "join" ? enqueue(queue, waiter(who)) : dropWaiter(queue, who);
        const after = queue.map((w) => w.sessionId);
        expect(new Set(after).size).toBe(after.length);
        expect(before.filter((x) => after.includes(x))).toEqual(after.filter((x) => before.includes(x)));
      }
    }),
  );
});
