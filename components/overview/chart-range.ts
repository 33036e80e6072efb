const minuteMs = 60_000;
/** Shorter than this a chart would show single minutes as hills. */
const shortestMinutes = 5;

/**
 * The time that the charts show: as long as was asked for, or since the first minute that was recorded, where that is
 * later. `sinceMs`: that minute, null when all of the time asked for is shown. The minute that runs is shown as soon as
 * there is something of it.
 */
export function chartRange(
  series: readonly { minuteAt: number }[],
  nowMs: number,
  minutes: number,
): { fromMs: number; toMs: number; sinceMs: number | null } {
  const wholeMs = Math.floor(nowMs / minuteMs) * minuteMs;
  const first = series.at(0)?.minuteAt;
  const last = series.at(-1)?.minuteAt;
  const toMs = Math.max(wholeMs, last === undefined ? 0 : last + minuteMs);
  const askedMs = toMs - minutes * minuteMs;
  if (first === undefined || first <= askedMs) return { fromMs: askedMs, toMs, sinceMs: null };
  const shortestMs = toMs - Math.min(minutes, shortestMinutes) * minuteMs;
  return { fromMs: Math.min(first, shortestMs), toMs, sinceMs: first };
}
