"use client";

import { FleetPanel } from "./fleet-panel.tsx";
import { useWallModel } from "./use-wall-model.tsx";

/** The whole fleet on the whole picture; only while nothing is wrong. */
export function FleetPage() {
  return (
    <div className="wall-turn flex min-h-0 flex-1">
      <FleetPanel fleet={useWallModel().real.fleet} />
    </div>
  );
}
