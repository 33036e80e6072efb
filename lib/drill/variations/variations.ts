import type { DrillVariation } from "#lib/domain/drill/drill.ts";
import type { Variation } from "#lib/drill/stage.ts";

const variations: Readonly<Record<DrillVariation, Variation>> = {
  main: {},
  "holder-alive": {},
  "pid-reused": {},
  partitioned: {},
  "second-orchestrator": {},
  "on-call-silent": {},
  "console-dies": {},
  "canary-telemetry": {},
};

/** How a variation differs from the story. */
export function variationOf(id: DrillVariation): Variation {
  return variations[id];
}
