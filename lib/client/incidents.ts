import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type * as contract from "#lib/contract/incidents.ts";
import type {
  IncidentDetail,
  IncidentList,
  IncidentPicture,
  IncidentTimeline,
  PeopleList,
} from "#lib/contract/incidents.ts";
import type { IncidentRole } from "#lib/domain/incidents/incident.ts";
import type { Severity } from "#lib/domain/states.ts";
import { type Api, browserApi } from "./http.ts";
import { apiPaths } from "./paths.ts";
import { retry } from "./queries.ts";
import { queryKeys } from "./query-keys.ts";

type NewIncident = z.input<typeof contract.openIncident>;

const incidentEveryMs = 5_000;
const openEveryMs = 10_000;
const timelineEveryMs = 5_000;
const pictureEveryMs = 3_000;

/** One incident, whole, as the one who asks may see and change it. */
export function incidentQuery(id: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.incident(id),
    queryFn: ({ signal }) => api.get<IncidentDetail>(apiPaths.incident(id), { signal }),
    refetchInterval: incidentEveryMs,
    retry,
  });
}

/** Incidents that nobody has resolved: those that need somebody first. */
export function openIncidentsQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.openIncidents,
    queryFn: ({ signal }) =>
      api.get<IncidentList>(apiPaths.incidents, { query: { state: "open,mitigated" }, signal }),
    refetchInterval: openEveryMs,
    retry,
  });
}

/** Of the incidents that nobody has resolved, those with all words of `q`: the first ones, and how many there are. */
export function unresolvedQuery(q: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.unresolvedIncidents(q),
    queryFn: ({ signal }) =>
      api.get<IncidentList>(apiPaths.incidents, { query: { state: "open,mitigated", q, limit: 8 }, signal }),
    placeholderData: keepPreviousData,
    retry,
  });
}

/** What happened, oldest first. All of it: which kinds are shown is the screen's choice, and takes no request. */
export function incidentTimelineQuery(id: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.incidentTimeline(id, ""),
    queryFn: ({ signal }) => api.get<IncidentTimeline>(`${apiPaths.incident(id)}/timeline`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: timelineEveryMs,
    retry,
  });
}

/** Everything that is drawn on the incident's one time axis. `live`: it goes on, and is asked for again. */
export function incidentPictureQuery(id: string, live: boolean, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.incidentPicture(id),
    queryFn: ({ signal }) => api.get<IncidentPicture>(`${apiPaths.incident(id)}/picture`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: live ? pictureEveryMs : false,
    retry,
  });
}

/** Who can be given a role. */
export function peopleQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.people,
    queryFn: ({ signal }) => api.get<PeopleList>(apiPaths.people, { signal }),
    retry,
  });
}

/** The verbs of an incident. Each answers with the incident as it is afterwards. */
export function incidentCalls(api: Api = browserApi) {
  const send = (method: "POST" | "PATCH", path: string, body: unknown, key: string) =>
    api.send<IncidentDetail>(method, path, body, { headers: { "idempotency-key": key } });
  const post = (id: string, verb: string, body: unknown, key: string) =>
    send("POST", `${apiPaths.incident(id)}/${verb}`, body, key);
  return {
    /** `key`, here and below: the same request sent again has one effect. */
    open: (incident: NewIncident, key: string) => send("POST", apiPaths.incidents, incident, key),
    acknowledge: (id: string, note: string, key: string) => post(id, "acknowledge", { note }, key),
    /** `userId`: who has the role from now on; null: nobody. */
    role: (id: string, role: IncidentRole, userId: string | null, key: string) =>
      post(id, "roles", { role, userId }, key),
    note: (id: string, text: string, key: string) => post(id, "notes", { text }, key),
    followUp: (id: string, text: string, key: string) => post(id, "follow-ups", { text }, key),
    followUpDone: (id: string, number: number, done: boolean, key: string) =>
      send("PATCH", `${apiPaths.incident(id)}/follow-ups/${number}`, { done }, key),
    severity: (id: string, severity: Severity, reason: string, key: string) =>
      post(id, "severity", { severity, reason }, key),
    merge: (id: string, into: string, reason: string, key: string) =>
      post(id, "merge", { into, reason }, key),
    resolve: (id: string, text: string, key: string) => post(id, "resolve", { text }, key),
    reopen: (id: string, text: string, key: string) => post(id, "reopen", { text }, key),
  };
}
