"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { drillQuery } from "#lib/client/drills.ts";
import type { DrillRow } from "#lib/contract/drills.ts";
import { drillDialogParser } from "./drill-search.ts";

/** The drill that is on, current by the stream; null when there is none, or none is known of. */
export function useDrill(): DrillRow | null {
  return useQuery(drillQuery()).data?.drill ?? null;
}

/** Which dialog of the drill is open, as the address says it, and a way to open or close one. */
export function useDrillDialog() {
  return useQueryState("drill", drillDialogParser);
}
