import { formatDay, formatDuration, type Zone } from "#components/ui/format-time.ts";
import type { TimelineItem } from "#lib/contract/incidents.ts";
import { type TimelineKind, timelineKinds } from "#lib/domain/incidents/timeline-kinds.ts";

/** Lines of the chosen kinds; all of them when none is chosen. */
export function filterLines(items: readonly TimelineItem[], kinds: readonly TimelineKind[]): TimelineItem[] {
  return kinds.length === 0 ? [...items] : items.filter(({ kind }) => kinds.includes(kind));
}

/** The kinds that occur, in their usual order, with how many lines each has. */
export function kindCounts(items: readonly TimelineItem[]): { kind: TimelineKind; count: number }[] {
  const counts = Map.groupBy(items, ({ kind }) => kind);
  return timelineKinds.flatMap((kind) => {
    const count = counts.get(kind)?.length ?? 0;
    return count === 0 ? [] : [{ kind, count }];
  });
}

/** How far a line lies from the opening: `+3m 07s`, `−12s`, or `0s` at that moment. */
export function offsetWords(atMs: number, openedAtMs: number): string {
  const offMs = atMs - openedAtMs;
  if (Math.abs(offMs) < 1_000) return "0s";
  return `${offMs < 0 ? "−" : "+"}${formatDuration(Math.abs(offMs))}`;
}

/** The day of a line, when it is another one than that of the line before; null when it is the same. */
export function newDay(atMs: number, beforeMs: number | null, zone: Zone): string | null {
  const day = formatDay(atMs, zone);
  return beforeMs !== null && formatDay(beforeMs, zone) === day ? null : day;
}
