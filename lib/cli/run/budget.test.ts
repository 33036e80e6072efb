import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { budgetOf } from "./budget.ts";

test("whatever the TTL: three tries to renew, then time to stop, then the kill, all before the TTL ends", () => {
  const ttl = fc.integer({ min: limits.sessionTtlMinMs, max: limits.sessionTtlMaxMs });
  fc.assert(
    fc.property(ttl, (ttlMs) => {
      const { renewEveryMs, stopAfterMs, killAfterMs } = budgetOf(ttlMs);
      expect(3 * renewEveryMs).toBeLessThan(stopAfterMs);
      expect(stopAfterMs).toBeLessThan(killAfterMs);
      // The coarse clock and a late timer must not eat the margin.
      expect(ttlMs - killAfterMs).toBeGreaterThanOrEqual(100);
      expect(killAfterMs - stopAfterMs).toBeGreaterThanOrEqual(200);
    }),
  );
});
