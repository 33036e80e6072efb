import { queryOptions } from "@tanstack/react-query";
import type { IncidentReport } from "#lib/contract/incident-report.ts";
import { type Api, browserApi } from "./http.ts";
import { apiPaths } from "./paths.ts";
import { retry } from "./queries.ts";
import { queryKeys } from "./query-keys.ts";

/** The report of an incident as of now: sections of statements and tables, to be drawn as they are. */
export function incidentReportQuery(id: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.incidentReport(id),
    queryFn: ({ signal }) => api.get<IncidentReport>(`${apiPaths.incident(id)}/report`, { signal }),
    retry,
  });
}

/** Address of the same report as a Markdown file. */
export function incidentReportFile(id: string): string {
  return `${apiPaths.incident(id)}/report.md`;
}

/** The same report as Markdown, for the clipboard. */
export async function incidentReportText(id: string, api: Api = browserApi): Promise<string> {
  const response = await api.open(incidentReportFile(id), { headers: { accept: "text/markdown" } });
  return response.text();
}
