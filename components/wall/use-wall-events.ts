"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { overviewQuery } from "#lib/client/queries.ts";
import type { Overview } from "#lib/contract/lists.ts";
import type { EventRow } from "#lib/contract/rows.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";

const minutes = 60;

function isOfDrill({ node, resource, lockId, text }: EventRow): boolean {
  return (
    [node, resource, lockId?.slice(lockId.indexOf("/") + 1)].some(isDrillName) || text.includes("drill:")
  );
}

/** What happened last, of what is real and of a drill apart, and the last hour by minutes. */
export function useWallEvents(): { real: EventRow[]; drill: EventRow[]; series: Overview["series"] } {
  const { data } = useQuery(overviewQuery(minutes));
  return useMemo(() => {
    const events = Map.groupBy(data?.recentEvents ?? [], isOfDrill);
    return { real: events.get(false) ?? [], drill: events.get(true) ?? [], series: data?.series ?? [] };
  }, [data]);
}
