/** How high things are, in units of the 1920×1080 picture, with what stands between them: rows are shared out by these. */
export const heights = {
  title: 62,
  lock: 104,
  incident: 92,
  strip: 82,
  event: 44,
  /** Of two lines, in the narrow column. */
  longEvent: 78,
  drillLine: 84,
} as const;
