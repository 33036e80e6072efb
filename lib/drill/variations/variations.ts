import type { DrillVariation } from "#lib/domain/drill/drill.ts";
import type { Variation } from "#lib/drill/stage.ts";
import { canaryTelemetry } from "./canary-telemetry.ts";
import { consoleDies } from "./console-dies.ts";
import { holderAlive } from "./holder-alive.ts";
import { onCallSilent } from "./on-call-silent.ts";
import { partitioned } from "./partitioned.ts";
import { pidReused } from "./pid-reused.ts";
import { secondOrchestrator } from "./second-orchestrator.ts";

const variations: Readonly<Record<DrillVariation, Variation>> = {
  main: {},
  "holder-alive": holderAlive,
  "pid-reused": pidReused,
  partitioned,
  "second-orchestrator": secondOrchestrator,
  "on-call-silent": onCallSilent,
  "console-dies": consoleDies,
  "canary-telemetry": canaryTelemetry,
};

/** How a variation differs from the story. */
export function variationOf(id: DrillVariation): Variation {
  return variations[id];
}
