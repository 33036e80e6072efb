import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { afterAttempt, attemptedWith, backoffMs } from "./outbox.ts";
import { nextByTarget, type PageDelivery, triggers, withEvent } from "./page.ts";

const targets = [
  { id: "a", name: "A", enabled: true },
  { id: "b", name: "B", enabled: false },
  { id: "c", name: "C", enabled: true },
];
const first = (): PageDelivery => {
  const [one] = triggers(targets, 1_000);
  if (one === undefined) throw new Error("no delivery");
  return one;
};

test("a page goes to every receiver that is switched on, and later words to all who got it, once", () => {
  const page = triggers(targets, 1_000);
  expect(page.map((one) => one.targetId)).toEqual(["a", "c"]);
  const told = withEvent(
    withEvent(withEvent(page, "acknowledge", 2_000), "acknowledge", 3_000),
    "resolve",
    4_000,
  );
  expect(told.map((one) => `${one.what} ${one.targetId}`)).toEqual([
    "trigger a",
    "trigger c",
    "acknowledge a",
    "acknowledge c",
    "resolve a",
    "resolve c",
  ]);
});

test("each receiver gets its messages in order, and none waits for another", () => {
  const page = withEvent(triggers(targets, 1_000), "resolve", 2_000);
  const [a] = page;
  const rest = page.slice(1);
  if (a === undefined) throw new Error("no delivery");
  expect(nextByTarget(page).map((one) => `${one.what} ${one.targetId}`)).toEqual(["trigger a", "trigger c"]);
  const sent = afterAttempt(a, { outcome: "delivered" }, 3_000, 0);
  expect(nextByTarget([sent, ...rest]).map((one) => `${one.what} ${one.targetId}`)).toEqual([
    "trigger c",
    "resolve a",
  ]);
});

test("attempts are bounded, their pauses grow to a limit, and chance takes half away at most", () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: 0, max: Math.fround(0.999), noNaN: true }), { minLength: 20, maxLength: 20 }),
      (chances) => {
        let delivery = first();
        let nowMs = 1_000;
        for (const chance of chances) {
          if (delivery.state !== "waiting") break;
          const before = delivery.attempts;
          delivery = afterAttempt(delivery, { outcome: "again", because: "answered 503" }, nowMs, chance);
          if (delivery.state !== "waiting") break;
          const full = Math.min(limits.pageBackoffMinMs * 2 ** before, limits.pageBackoffMaxMs);
          expect(delivery.nextAt - nowMs).toBeGreaterThanOrEqual(full / 2);
          expect(delivery.nextAt - nowMs).toBeLessThanOrEqual(full);
          nowMs = delivery.nextAt;
        }
        expect(delivery).toMatchObject({ state: "failed", attempts: limits.pageAttemptsMax });
      },
    ),
  );
  expect(backoffMs(1_000, 0)).toBe(limits.pageBackoffMaxMs);
});

describe("an answer's status", () => {
  test.each([
    [200, "delivered"],
    [202, "delivered"],
    [301, "never"],
    [302, "never"],
    [307, "never"],
    [400, "never"],
    [401, "never"],
    [404, "never"],
    [408, "again"],
    [429, "again"],
    [500, "again"],
    [503, "again"],
    [0, "never"],
  ])("%i: %s", (status, outcome) => {
    expect(attemptedWith(status).outcome).toBe(outcome);
  });
});

test("what will not be better later is given up at once and says why", () => {
  const done = afterAttempt(first(), attemptedWith(302), 5_000, 0);
  expect(done).toMatchObject({ state: "failed", attempts: 1, deliveredAt: null });
  expect(done.lastError).toContain("redirect");
});
