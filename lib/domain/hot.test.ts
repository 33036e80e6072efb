import { expect, test } from "vitest";
import { type LockActivity, lockStateOf } from "./hot.ts";
import { limits } from "./limits.ts";

const held: LockActivity = { held: true, delayed: false, waiters: 0, lastRefusalAgoMs: null };

test.each<[string, Partial<LockActivity>, string]>([
  ["held quietly", {}, "held"],
  ["somebody waits", { waiters: 1 }, "hot"],
  ["refused just now", { lastRefusalAgoMs: 0 }, "hot"],
  ["refused a moment within the window", { lastRefusalAgoMs: limits.hotWindowMs - 1 }, "hot"],
  ["refused at the end of the window: cooled", { lastRefusalAgoMs: limits.hotWindowMs }, "held"],
  ["free, though refused a moment ago", { held: false, lastRefusalAgoMs: 0 }, "free"],
  ["nobody holds it and nobody may yet", { held: false, delayed: true, waiters: 3 }, "quarantined"],
])("%s", (_, change, state) => expect(lockStateOf({ ...held, ...change })).toBe(state));
