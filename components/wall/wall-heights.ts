import type { FleetOfWorld } from "#lib/domain/wall/wall-fleet.ts";

/** How high things are, in units of the 1920×1080 picture, with what stands between them: rows are shared out by these. */
export const heights = {
  title: 62,
  lock: 104,
  incident: 92,
  strip: 82,
  event: 44,
  /** Of two lines, in the narrow column. */
  longEvent: 78,
  /** Title of two lines, state, countdown, who is awaited. */
  operation: 232,
  gate: 34,
  /** Title, counts in words and some lines of cells. */
  fleetLeast: 190,
  /** The last hour: title, words below, and bars of which the low ones are still seen. */
  hourLeast: 200,
  hourMost: 300,
  drillLine: 84,
} as const;

/** A line of cells as large as they may be, how many of them stand in it, and what stands between two groups. */
const cellLine = { height: 36, cells: 9, gap: 12 } as const;
const fieldMost = 360;
/** The counts in words above the field, in two lines. */
const fleetWords = 96;

/**
 * How high a fleet is that leaves room for others beside it; null of one so large that its cells need all there is.
 */
export function smallFleetHeight({ groups }: FleetOfWorld): number | null {
  let field = 0;
  for (const { total } of groups) {
    field += Math.ceil(total / cellLine.cells) * cellLine.height + cellLine.gap;
  }
  return field > fieldMost ? null : heights.title + fleetWords + field;
}
