"use client";

import { FleetPanel } from "./fleet-panel.tsx";
import { useWallModel } from "./use-wall-model.tsx";
import { smallFleetHeight } from "./wall-heights.ts";

/** The whole fleet on the whole picture; only while nothing is wrong. */
export function FleetPage() {
  const { fleet } = useWallModel().real;
  return (
    <div className="wall-turn flex min-h-0 flex-1">
      <FleetPanel fleet={fleet} large={smallFleetHeight(fleet) !== null} />
    </div>
  );
}
