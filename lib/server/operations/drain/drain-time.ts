import type { ServerContext } from "#lib/server/context.ts";
import { type DrainRecord, numberIn, phaseOf, totalHoldMs } from "./drain-record.ts";

type Timed = Pick<ServerContext, "clock" | "operations">;

/** How long units may take to say that they run again, before those that did not are named. */
export const resumeWaitMs = 20_000;

/**
 * What is left of a drain's times, on the machine's monotonic clock. After a restart never more than was recorded, nor
 * than was asked for: a wall clock that went back makes no hold longer.
 */
export function drainTimes(context: Timed, record: DrainRecord) {
  const { deadlines } = context.operations;
  const left = (name: "drain" | "hold", mostMs: number, untilAt: number | null) => {
    const wallMs = untilAt === null ? mostMs : untilAt - context.clock.wallMs();
    return deadlines.ensureOf(record.id, name, Math.max(0, Math.min(mostMs, wallMs)), mostMs);
  };
  const phase = phaseOf(record);
  const holdMs = totalHoldMs(record);
  return {
    deadlineMs:
      phase === "draining" ? left("drain", record.spec.deadlineMs, numberIn(record.memory["deadlineAt"])) : 0,
    holdMs: phase === "holding" ? left("hold", holdMs, numberIn(record.memory["holdUntilAt"])) : 0,
    resumeWaitMs: phase === "resuming" ? deadlines.ensure(record.id, "resume", resumeWaitMs) : 0,
  };
}
