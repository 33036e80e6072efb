"use client";

import { Words } from "#components/locks/words.tsx";
import { cn } from "#components/ui/cn.ts";
import { useServerNow } from "#components/ui/server-clock.tsx";
import type { EventRow } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { wallClock } from "#lib/domain/wall/wall-answer.ts";
import type { EventLine } from "#lib/domain/wall/wall-events.ts";
import { grouped } from "#lib/domain/words.ts";
import { WallSection } from "./wall-section.tsx";
import { WallState } from "./wall-state.tsx";

/** What happened last, newest first, each with its clock time and how many were like it; what is grave wears its mark. */
export function EventLines(props: {
  events: readonly EventLine<EventRow>[];
  shown: number;
  /** Two lines for each, where the column is narrow. */
  twoLines?: boolean;
  drill?: boolean;
  className?: string;
}) {
  const { events, shown, twoLines = false, drill = false, className } = props;
  const nowMs = useServerNow();
  if (events.length === 0) return null;
  return (
    <WallSection title="Last events" drill={drill} className={cn("shrink-0", className)}>
      <ol>
        {events.slice(0, shown).map(({ event, alike, atLeast }) => (
          <li
            key={event.id}
            className="wall-small flex min-w-0 items-baseline gap-4 border-t border-line py-1"
          >
            <time dateTime={new Date(event.at).toISOString()} className="shrink-0 font-mono text-tertiary">
              {wallClock(event.at, nowMs, true)}
            </time>
            <span className={cn("min-w-0 text-secondary", twoLines ? "line-clamp-2" : "truncate")}>
              {event.severity !== "info" && <WallState state={event.severity} className="pr-3" />}
              <Words text={safeText(event.text, 300)} />
            </span>
            {alike > 0 && (
              <span className="ml-auto shrink-0 font-medium text-primary">
                and {grouped(alike)}
                {atLeast && "+"} alike
              </span>
            )}
          </li>
        ))}
      </ol>
    </WallSection>
  );
}
