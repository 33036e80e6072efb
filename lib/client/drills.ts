import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type * as contract from "#lib/contract/drills.ts";
import type { CurrentDrill, DrillRow, StartedDrill } from "#lib/contract/drills.ts";
import type { ActId } from "#lib/domain/drill/drill.ts";
import { type Api, browserApi } from "./http.ts";
import { apiPaths } from "./paths.ts";
import { retry } from "./queries.ts";
import { queryKeys } from "./query-keys.ts";

/** What a person chooses, with what may be left out left out. */
export type DrillChoice = z.input<typeof contract.drillOptions>;

/** The stream says at once when something changed; this is for a stream that is lost. */
const drillEveryMs = 15_000;

/** The drill that is on, or null. */
export function drillQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.drill,
    queryFn: ({ signal }) => api.get<CurrentDrill>(apiPaths.currentDrill, { signal }),
    refetchInterval: drillEveryMs,
    retry,
  });
}

/** Starts, moves on and ends a drill, as the visitor. */
export function drillCalls(api: Api = browserApi) {
  return {
    /** The server starts its processes itself; a problem says why it cannot. */
    start: (options: DrillChoice) =>
      api.send<StartedDrill>("POST", apiPaths.drills, { options, runner: "here" }),
    /** The act goes wrong now, if it still is the next one. */
    next: (id: string, act: ActId) => api.send<DrillRow>("POST", `${apiPaths.drill(id)}/next`, { act }),
    /** Asks for the end: its processes stop, and all that was of it is removed. */
    end: (id: string) => api.send<unknown>("DELETE", apiPaths.drill(id)),
  };
}
