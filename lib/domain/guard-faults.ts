import { type GuardWorld, stepMs, ttlMs, verdictOf } from "./guard-world.ts";
import { isValidEpoch, tryAcquire } from "./lease.ts";

const now = { monoMs: 0, wallMs: 0 };

/** What can never be: a sentence for each rule that this world breaks. */
export function faultOf(world: GuardWorld, before: GuardWorld): string | null {
  const writers = (["guardian", "watchdog"] as const).filter((who) => world[who].phase === "writing");
  if (writers.length > 1) return "two may write at the same time";
  if (world.written < before.written) return "a write with an old epoch came after one with a newer";
  if (world.lease.epoch < (world.lease.holder?.epoch ?? 0)) return "the epoch went back";
  if (world.flock === "nobody") return "the kernel's lock is taken, and no process has it";
  if (world.flock !== null && world[world.flock].phase === "down") return "the flock outlived its process";
  const free = tryAcquire(world.lease, { sessionId: "new", ttlMs, onLost: "keep", lockDelayMs: 0 }, now);
  const bounded = world.lease.closedUntilMs <= 2 * stepMs;
  const shown =
    world.lease.holder !== null || world.guard !== null || (world.lease.closedUntilMs > 0 && bounded);
  if (free.outcome === "not-now" && !shown) return "the lease is refused, and no owner is shown";
  const { holder } = world.lease;
  if (verdictOf(world) === "live" && holder !== null && holder.lostAt !== null)
    return "a lost owner is shown as live";
  return null;
}

/** Somebody who is there has both locks, and is sure of it. */
export function isHealthy(world: GuardWorld): boolean {
  return (["guardian", "watchdog"] as const).some(
    (who) =>
      world.flock === who &&
      world.lease.holder?.sessionId === who &&
      isValidEpoch(world.lease, world[who].epoch, 0) &&
      world[who].phase === "guarding" &&
      world[who].sureMs > 0 &&
      !world[who].frozen,
  );
}
