"use client";

import { useRef } from "react";
import { shareRoom } from "#lib/domain/wall/share-room.ts";
import { BeatLines } from "./beat-lines.tsx";
import { DrillLine, DrillPanel } from "./drill-panel.tsx";
import { EventLines } from "./event-lines.tsx";
import { FleetPanel } from "./fleet-panel.tsx";
import { IncidentRows } from "./incident-rows.tsx";
import { LockRows } from "./lock-rows.tsx";
import { OperationPanel } from "./operation-panel.tsx";
import { useBox } from "./use-box.ts";
import { useWallEvents } from "./use-wall-events.ts";
import { useWallModel } from "./use-wall-model.tsx";
import { heights } from "./wall-heights.ts";
import { isPopulated, type WallWorld } from "./wall-model.ts";

/** The first page, and the only one while something is wrong: what, who is on it, and what everything else does. */
export function OverviewPage({ loud }: { loud: boolean }) {
  const { real, drill } = useWallModel();
  const events = useWallEvents();
  const place = useRef<HTMLDivElement>(null);
  const box = useBox(place);
  const inDrill = isPopulated(drill);
  const height =
    box === null || box.unitPx === 0
      ? 0
      : box.heightPx / box.unitPx - (inDrill && loud ? heights.drillLine : 0);
  const withOperation = real.operations.length > 0;
  const eventRows = Math.floor((height * (withOperation ? 0.18 : 0.4)) / heights.event);
  return (
    <div ref={place} className="wall-turn flex min-h-0 flex-1 flex-col gap-4">
      <div className="grid min-h-0 flex-1 grid-cols-[1.35fr_1fr] grid-rows-[minmax(0,1fr)] gap-12">
        {inDrill && !loud ? (
          <DrillPanel world={drill} events={events.drill} height={height} />
        ) : (
          <WrongColumn world={real} height={height} />
        )}
        <div className="flex min-h-0 min-w-0 flex-col gap-5">
          <OperationPanel operations={real.operations} />
          <FleetPanel fleet={real.fleet} />
          <EventLines events={events.real} shown={Math.min(6, eventRows)} />
        </div>
      </div>
      {inDrill && loud && <DrillLine world={drill} />}
    </div>
  );
}

/** Incidents, locks that need somebody and heartbeats of one world, as many rows of each as the height has room for. */
function WrongColumn({ world, height }: { world: WallWorld; height: number }) {
  const { incidents, locks, guards } = world;
  const [lockRows = 0, incidentRows = 0, strips = 0] = shareRoom(height, [
    { rows: locks.worst.length, titleHeight: heights.title, rowHeight: heights.lock, least: 2 },
    { rows: incidents.length, titleHeight: heights.title, rowHeight: heights.incident, least: 1 },
    { rows: guards.shown.length, titleHeight: heights.title, rowHeight: heights.strip, least: 2 },
  ]);
  return (
    <div className="flex min-h-0 min-w-0 flex-col gap-5">
      <IncidentRows incidents={incidents} shown={incidentRows} />
      <LockRows locks={locks.worst} total={locks.needing} shown={lockRows} />
      <BeatLines guards={guards} shown={strips} />
    </div>
  );
}
