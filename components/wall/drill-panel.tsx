"use client";

import { DrillTag } from "#components/ui/drill-tag.tsx";
import type { EventRow } from "#lib/contract/rows.ts";
import { shareRoom } from "#lib/domain/wall/share-room.ts";
import type { EventLine } from "#lib/domain/wall/wall-events.ts";
import { grouped } from "#lib/domain/words.ts";
import { BeatLines } from "./beat-lines.tsx";
import { EventLines } from "./event-lines.tsx";
import { FleetPanel } from "./fleet-panel.tsx";
import { IncidentRows } from "./incident-rows.tsx";
import { LockRows } from "./lock-rows.tsx";
import { OperationPanel, operationHeight } from "./operation-panel.tsx";
import { heights, smallFleetHeight } from "./wall-heights.ts";
import type { WallWorld } from "./wall-model.ts";

function countWords({ locks, fleet }: WallWorld): string {
  const { hot, stale } = locks.counts;
  const parts = [hot > 0 ? `${hot} HOT` : null, stale > 0 ? `${stale} stale` : null];
  const nodes = `${grouped(fleet.total)} nodes`;
  return [...parts.filter((part) => part !== null), nodes].join(", ");
}

const frame = "wall-drill-frame";

/** A drill while nothing real is wrong: everything of it inside one neutral frame that says so, in its own counts. */
export function DrillPanel(props: {
  world: WallWorld;
  events: readonly EventLine<EventRow>[];
  height: number;
}) {
  const { world, events } = props;
  const { incidents, locks, guards } = world;
  const [incidentRows = 0, lockRows = 0, strips = 0, eventRows = 0] = shareRoom(props.height - frameHeight, [
    { rows: incidents.length, titleHeight: heights.title, rowHeight: heights.incident, least: 1 },
    { rows: locks.worst.length, titleHeight: heights.title, rowHeight: heights.lock, least: 1 },
    // That there is none takes a row, too.
    {
      rows: Math.max(1, guards.shown.length),
      titleHeight: heights.title,
      rowHeight: heights.strip,
      least: 1,
    },
    { rows: Math.min(4, events.length), titleHeight: heights.title, rowHeight: heights.event, least: 1 },
  ]);
  return (
    <section
      aria-label="The drill that is on"
      data-wall-drill="panel"
      className={`flex min-h-0 min-w-0 flex-col gap-4 rounded-md px-6 py-4 ${frame}`}
    >
      <p className="wall-lead shrink-0 truncate text-primary">
        <DrillTag />
        Not real: {countWords(world)}
      </p>
      <IncidentRows incidents={incidents} shown={incidentRows} drill />
      <LockRows locks={locks.worst} total={locks.needing} shown={lockRows} drill />
      <BeatLines guards={guards} shown={strips} drill />
      {eventRows > 0 && <EventLines events={events} shown={eventRows} drill />}
    </section>
  );
}

const frameHeight = 120;

/**
 * What the drill does now, beside its frame and in one of its own: in one column with the rest, nothing else had room. Its
 * fleet stands there too where nothing real has the place; `room` is what there is for it, in units.
 */
export function DrillSide({ world: { operations, fleet }, room }: { world: WallWorld; room: number }) {
  const small = smallFleetHeight(fleet);
  const height = small !== null && small <= room ? small : room;
  const hasFleet = fleet.total > 0 && height >= heights.fleetLeast;
  if (operations.length === 0 && !hasFleet) return null;
  return (
    <div className={`flex min-w-0 shrink-0 flex-col gap-2 rounded-md px-6 py-4 ${frame}`}>
      <p className="wall-text shrink-0 text-primary">
        <DrillTag />
        Not real
      </p>
      <OperationPanel operations={operations} drill />
      {hasFleet && <FleetPanel fleet={fleet} height={height} drill />}
    </div>
  );
}

/** How high its frame and its operation are, in units. */
export function drillSideHeight({ operations }: WallWorld): number {
  return operationHeight(operations) + frameHeight;
}

/** A drill while something real is wrong: one line, so that it is in nobody's way. */
export function DrillLine({ world }: { world: WallWorld }) {
  return (
    <p
      data-wall-drill="line"
      className={`wall-text shrink-0 truncate rounded-md px-6 py-2 text-secondary ${frame}`}
    >
      <DrillTag />A drill is on, and counted apart: {countWords(world)}
    </p>
  );
}
