"use client";

import { useRef } from "react";
import type { EventRow } from "#lib/contract/rows.ts";
import { shareRoom } from "#lib/domain/wall/share-room.ts";
import type { EventLine } from "#lib/domain/wall/wall-events.ts";
import { BeatLines } from "./beat-lines.tsx";
import { DrillLine, DrillPanel } from "./drill-panel.tsx";
import { EventLines } from "./event-lines.tsx";
import { IncidentRows } from "./incident-rows.tsx";
import { LockRows } from "./lock-rows.tsx";
import { SideColumn, takesNews } from "./side-column.tsx";
import { useBox } from "./use-box.ts";
import { useWallEvents } from "./use-wall-events.ts";
import { useWallModel } from "./use-wall-model.tsx";
import { heights } from "./wall-heights.ts";
import { isPopulated, type WallWorld } from "./wall-model.ts";

/** The first page, and the only one while something is wrong: what, who is on it, and what everything else does. */
export function OverviewPage({ quiet }: { quiet: boolean }) {
  const { real, drill } = useWallModel();
  const events = useWallEvents();
  const place = useRef<HTMLDivElement>(null);
  const box = useBox(place);
  const inDrill = isPopulated(drill);
  // A drill has the stage only while nothing real needs it.
  const rehearsal = inDrill && quiet;
  const height =
    box === null || box.unitPx === 0
      ? 0
      : box.heightPx / box.unitPx - (inDrill && !quiet ? heights.drillLine : 0);
  const rooms = roomsOf(real, !quiet && takesNews(real) ? 0 : events.real.length, height);
  return (
    <div ref={place} className="wall-turn flex min-h-0 flex-1 flex-col gap-4">
      <div className="grid min-h-0 flex-1 grid-cols-[1.35fr_1fr] grid-rows-[minmax(0,1fr)] gap-12">
        {rehearsal ? (
          <DrillPanel world={drill} events={events.drill} height={height} />
        ) : (
          <WrongColumn world={real} rooms={rooms} events={events.real} />
        )}
        <SideColumn
          real={real}
          rehearsal={rehearsal ? drill : null}
          quiet={quiet}
          height={height}
          events={rehearsal || rooms.events === 0 ? events.real : []}
          series={events.series}
        />
      </div>
      {inDrill && !quiet && <DrillLine world={drill} />}
    </div>
  );
}

interface Rooms {
  locks: number;
  incidents: number;
  strips: number;
  events: number;
}

/** As many rows of each list as the height has room for, what is wrong first. */
function roomsOf({ incidents, locks, guards }: WallWorld, events: number, height: number): Rooms {
  const title = heights.title;
  const [lockRows = 0, incidentRows = 0, strips = 0, eventRows = 0] = shareRoom(height, [
    { rows: locks.worst.length, titleHeight: title, rowHeight: heights.lock, least: 2 },
    { rows: incidents.length, titleHeight: title, rowHeight: heights.incident, least: 1 },
    // That nobody beats takes a row, too.
    { rows: Math.max(1, guards.shown.length), titleHeight: title, rowHeight: heights.strip, least: 2 },
    { rows: Math.min(events, eventsMost), titleHeight: title, rowHeight: heights.event, least: 3 },
  ]);
  return { locks: lockRows, incidents: incidentRows, strips, events: eventRows };
}

/** What is wrong in the real world, its heartbeats, and what happened. */
function WrongColumn(props: { world: WallWorld; rooms: Rooms; events: readonly EventLine<EventRow>[] }) {
  const { world, rooms, events } = props;
  return (
    <div className="flex min-h-0 min-w-0 flex-col gap-5">
      <IncidentRows incidents={world.incidents} shown={rooms.incidents} />
      <LockRows locks={world.locks.worst} total={world.locks.needing} shown={rooms.locks} />
      <BeatLines guards={world.guards} shown={rooms.strips} />
      {rooms.events > 0 && <EventLines events={events} shown={rooms.events} className="mt-auto" />}
    </div>
  );
}

const eventsMost = 6;
