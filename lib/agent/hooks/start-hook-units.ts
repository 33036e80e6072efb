import { pause } from "#lib/client/waiting/pause.ts";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";
import { HoldFile } from "./hold-file.ts";
import type { HookUnit } from "./hook-config.ts";
import { HookUnits } from "./hook-units.ts";

/** How long a stop waits for units to run again: a hook that hears no SIGTERM is killed before. */
const releaseMs = 4_000;

/**
 * The units of this host, as an earlier agent left them. `stopped`: told to stop, and they run again, since nobody
 * would be here to resume them when their time is over.
 */
export function startHookUnits(options: {
  units: readonly HookUnit[];
  node: string;
  /** Where holds are remembered; null: units cannot be drained. */
  holdFile: string | null;
  bootId: string;
  wake: () => void;
  log: (line: string) => void;
  signal: AbortSignal;
}): { part: HookUnits; stopped: AbortSignal } {
  const ending = new AbortController();
  const part = new HookUnits({
    ...options,
    file: new HoldFile(options.holdFile, options.bootId, bootClockMs),
    monoMs: bootClockMs,
    signal: ending.signal,
  });
  const stop = async () => {
    await Promise.race([part.releaseAll(), pause(releaseMs, ending.signal)]);
    part.stop();
    ending.abort();
  };
  if (options.signal.aborted) void stop();
  else options.signal.addEventListener("abort", () => void stop(), { once: true });
  return { part, stopped: ending.signal };
}
