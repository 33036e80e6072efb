import { limits } from "#lib/domain/limits.ts";

/** Limits and intervals of the agent itself; what both sides must know is in `domain/limits.ts`. */
export const tunables = {
  backoff: { firstMs: 500, mostMs: 30_000 },
  /** An answer that takes longer counts as none. */
  requestTimeoutMs: 10_000,
  beatTimeoutMs: limits.agentTtlMs / 2,
  /** The command stream ticks every few seconds; silence this long means that it is cut. */
  commandSilenceMs: limits.streamKeepAliveMs * 5,
  /** Text of one report; a snapshot of many locks is sent in parts. */
  reportChars: 3_000_000,
  /** A scan that takes this long is said to be stuck. */
  scanStuckMs: limits.agentScanMs * 15,
  /** What is known of takers goes to disk when it changes, and so often. */
  keepTakersEveryMs: 15_000,
  stopMs: 2_500,

  kernelLogPollMs: 500,
  /** Records read in one go; then others have their turn. */
  kernelLogSlice: 200,
  /** At its first start, the agent reports what the kernel said up to this long ago. */
  kernelLogRecentMs: 600_000,
  /** The same message again within this time is counted, not repeated. */
  repeatMs: 60_000,
  eventsPerMinute: 60,
} as const;
