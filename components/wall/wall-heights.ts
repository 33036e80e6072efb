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
  drillLine: 84,
} as const;
