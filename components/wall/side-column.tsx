import type { Overview } from "#lib/contract/lists.ts";
import type { EventRow } from "#lib/contract/rows.ts";
import type { EventLine } from "#lib/domain/wall/wall-events.ts";
import { DrillSide, drillSideHeight } from "./drill-panel.tsx";
import { EventLines } from "./event-lines.tsx";
import { FleetPanel } from "./fleet-panel.tsx";
import { HistoryBars } from "./history-bars.tsx";
import { LastIncident } from "./incident-rows.tsx";
import { OperationPanel, operationHeight } from "./operation-panel.tsx";
import { heights, smallFleetHeight } from "./wall-heights.ts";
import type { WallWorld } from "./wall-model.ts";

const eventsMost = 5;

/**
 * Beside what is wrong: the operation under way, then the fleet. What a small fleet leaves is for the last hour and what was
 * wrong last, while nothing is, else for the news.
 */
export function SideColumn(props: {
  real: WallWorld;
  /** The drill that has the stage, if one does. */
  rehearsal: WallWorld | null;
  quiet: boolean;
  /** In units of the picture. */
  height: number;
  /** News that found no room beside this column; none when they did. */
  events: readonly EventLine<EventRow>[];
  series: Overview["series"];
}) {
  const { real, rehearsal, quiet, height, events, series } = props;
  // A rehearsal has the place of a fleet that is not there.
  const onlyDrill = rehearsal !== null && real.fleet.total === 0;
  const underway = operationHeight(real.operations) + (rehearsal === null ? 0 : drillSideHeight(rehearsal));
  const fleet = smallFleetHeight(real.fleet);
  const free = height - underway - (onlyDrill ? 0 : (fleet ?? heights.fleetLeast));
  const newsRows = Math.min(
    eventsMost,
    events.length,
    Math.floor((free - heights.title) / heights.longEvent),
  );
  const news = events.length > 0 && newsRows > 0 && !onlyDrill;
  const last = quiet && rehearsal === null && free > heights.title + heights.incident;
  const lastHeight = last && real.lastIncident !== null ? heights.title + heights.incident : 0;
  const hourMost = series.some(({ refusals }) => refusals > 0) ? heights.hourMost : heights.hourLeast;
  const hour = Math.min(hourMost, free - lastHeight - 2 * gap);
  return (
    <div className="flex min-h-0 min-w-0 flex-col gap-5">
      <OperationPanel operations={real.operations} />
      {rehearsal !== null && <DrillSide world={rehearsal} room={onlyDrill ? free : 0} />}
      {!onlyDrill && <FleetPanel fleet={real.fleet} height={last || news ? fleet : null} />}
      {last && fleet !== null && hour >= heights.hourLeast && <HistoryBars series={series} height={hour} />}
      {last && <LastIncident incident={real.lastIncident} />}
      {news && <EventLines events={events} shown={newsRows} twoLines />}
    </div>
  );
}

const gap = 20;

/** Whether there is nothing in it but a small fleet: then the news stand there, and leave the room beside to what is wrong. */
export function takesNews({ operations, fleet }: WallWorld): boolean {
  return operations.length === 0 && smallFleetHeight(fleet) !== null;
}
