"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { overviewQuery } from "#lib/client/queries.ts";
import type { Overview } from "#lib/contract/lists.ts";
import type { EventRow } from "#lib/contract/rows.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { limits } from "#lib/domain/limits.ts";
import { type EventLine, lastEvents } from "#lib/domain/wall/wall-events.ts";

const minutes = 60;

function isOfDrill({ node, resource, lockId, text }: EventRow): boolean {
  return (
    [node, resource, lockId?.slice(lockId.indexOf("/") + 1)].some(isDrillName) || text.includes("drill:")
  );
}

/** What happened last, as lines, of what is real and of a drill apart, and the last hour by minutes. */
export function useWallEvents(): {
  real: EventLine<EventRow>[];
  drill: EventLine<EventRow>[];
  series: Overview["series"];
} {
  const { data } = useQuery(overviewQuery(minutes));
  return useMemo(() => {
    const events = Map.groupBy(data?.recentEvents ?? [], isOfDrill);
    return {
      real: lastEvents(events.get(false) ?? [], limits.overviewEventsMax),
      drill: lastEvents(events.get(true) ?? [], limits.overviewDrillEventsMax),
      series: data?.series ?? [],
    };
  }, [data]);
}
