"use client";

import { useRef } from "react";
import type { EventRow } from "#lib/contract/rows.ts";
import { shareRoom } from "#lib/domain/wall/share-room.ts";
import { BeatLines } from "./beat-lines.tsx";
import { DrillLine, DrillPanel } from "./drill-panel.tsx";
import { EventLines } from "./event-lines.tsx";
import { FleetPanel } from "./fleet-panel.tsx";
import { IncidentRows } from "./incident-rows.tsx";
import { LockRows } from "./lock-rows.tsx";
import { OperationPanel, operationHeight } from "./operation-panel.tsx";
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
  const free = height - operationHeight(real.operations) - heights.fleetLeast - heights.title;
  const eventRows = Math.min(longEventsMost, Math.floor(free / heights.longEvent));
  return (
    <div ref={place} className="wall-turn flex min-h-0 flex-1 flex-col gap-4">
      <div className="grid min-h-0 flex-1 grid-cols-[1.35fr_1fr] grid-rows-[minmax(0,1fr)] gap-12">
        {inDrill && !loud ? (
          <DrillPanel world={drill} events={events.drill} height={height} />
        ) : (
          <WrongColumn world={real} height={height} events={loud ? [] : events.real} />
        )}
        <div className="flex min-h-0 min-w-0 flex-col gap-5">
          <OperationPanel operations={real.operations} />
          <FleetPanel fleet={real.fleet} />
          {loud && eventRows > 0 && <EventLines events={events.real} shown={eventRows} />}
        </div>
      </div>
      {inDrill && loud && <DrillLine world={drill} />}
    </div>
  );
}

/** What is wrong in one world, its heartbeats, and what happened: as many rows of each as the height has room for. */
function WrongColumn(props: { world: WallWorld; height: number; events: readonly EventRow[] }) {
  const { height, events } = props;
  const { incidents, locks, guards } = props.world;
  const [lockRows = 0, incidentRows = 0, strips = 0, eventRows = 0] = shareRoom(height, [
    { rows: locks.worst.length, titleHeight: heights.title, rowHeight: heights.lock, least: 2 },
    { rows: incidents.length, titleHeight: heights.title, rowHeight: heights.incident, least: 1 },
    { rows: guards.shown.length, titleHeight: heights.title, rowHeight: heights.strip, least: 2 },
    {
      rows: Math.min(events.length, eventsMost),
      titleHeight: heights.title,
      rowHeight: heights.event,
      least: 3,
    },
  ]);
  return (
    <div className="flex min-h-0 min-w-0 flex-col gap-5">
      <IncidentRows incidents={incidents} shown={incidentRows} />
      <LockRows locks={locks.worst} total={locks.needing} shown={lockRows} />
      <BeatLines guards={guards} shown={strips} />
      {eventRows > 0 && <EventLines events={events} shown={eventRows} className="mt-auto" />}
    </div>
  );
}

const eventsMost = 6;
const longEventsMost = 3;
