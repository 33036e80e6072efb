import { limits } from "#lib/domain/limits.ts";
import type { IncidentFacts } from "./facts.ts";
import type { TimelineLine } from "./line.ts";
import { recordLines } from "./record-lines.ts";
import { sampleLines } from "./sample-lines.ts";
import { eventLines } from "./sum-events.ts";

/** Everything that is told of an incident, oldest first, within its range; what was said twice is there once. */
export function composeTimeline(facts: IncidentFacts): TimelineLine[] {
  const isWithin = ({ at }: { at: number }) => at >= facts.from && at <= facts.to;
  const records = [...recordLines(facts), ...sampleLines(facts)].filter(isWithin);
  const within = [...eventLines(facts.events.filter(isWithin)), ...records];
  const seen = new Set<string>();
  const once = within.filter(({ source, at, text }) => {
    const key = `${at} ${source} ${text}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
  // Sorting is stable: of one moment, events stay in the order of their ids.
  return once.sort((a, b) => a.at - b.at);
}

export interface BoundedTimeline {
  items: TimelineLine[];
  /** Lines that were left out. */
  more: number;
}

/**
 * The lines of the kinds that are asked for (all, when none is named), at most so many: first what is only for
 * information is left out, the oldest first, so that the cause stays where the incident is long.
 */
export function boundTimeline(
  lines: readonly TimelineLine[],
  kinds: ReadonlySet<string> = new Set(),
  max: number = limits.incidentTimelineMax,
): BoundedTimeline {
  const asked = kinds.size === 0 ? lines : lines.filter(({ kind }) => kinds.has(kind));
  const excess = Math.max(0, asked.length - max);
  if (excess === 0) return { items: [...asked], more: 0 };
  const dispensable = asked.filter(({ severity }) => severity === "info").slice(0, excess);
  const left = new Set(dispensable);
  const kept = asked.filter((line) => !left.has(line));
  return { items: kept.slice(kept.length - max), more: excess };
}
