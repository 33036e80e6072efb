import type { HookRun } from "#lib/agent/hooks/run-hook.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import type { TelemetryPoint } from "#lib/contract/orders.ts";
import { limits } from "#lib/domain/limits.ts";
import { parseTelemetry } from "#lib/domain/operations/telemetry.ts";

export interface MeasureOptions {
  config: string;
  /** 0: nothing is wanted now. */
  everyMs: () => number;
  /** The variants that there are now. */
  variants: () => TelemetryPoint["variant"][];
  run: (variant: TelemetryPoint["variant"]) => Promise<HookRun>;
  monoMs: () => number;
  onPoint: (point: Omit<TelemetryPoint, "agoMs"> & { monoMs: number }) => void;
  signal: AbortSignal;
}

const idleMs = 500;

/** Runs a telemetry hook as often as it is wanted, each variant by itself, until told to stop. */
export async function measure(options: MeasureOptions): Promise<void> {
  const { config, everyMs, variants, run, monoMs, onPoint, signal } = options;
  while (!signal.aborted) {
    const every = everyMs();
    if (every === 0) {
      await pause(idleMs, signal);
      continue;
    }
    const beganMs = monoMs();
    for (const variant of variants()) {
      const { ok, output } = await run(variant);
      // Of a hook that failed nothing counts: half of an answer is none.
      if (!ok || signal.aborted) continue;
      const atMs = monoMs();
      for (const { metric, value } of parseTelemetry(output, limits.telemetryMetricsMax).readings) {
        onPoint({ config, metric, variant, value, monoMs: atMs });
      }
    }
    await pause(Math.max(every / 4, every - (monoMs() - beganMs)), signal);
  }
}
