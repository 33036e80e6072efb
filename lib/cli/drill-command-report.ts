import { existsSync } from "node:fs";
import type { Api } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { CurrentDrill } from "#lib/contract/drills.ts";
import { usage } from "./failure.ts";
import { reportMarkdown, writeNew } from "./report-command.ts";

/** Said before anything is begun: a report that has nowhere to go is no reason to lose it at the end. */
export function assertNew(file: string | undefined): void {
  if (file !== undefined && existsSync(file)) throw usage(`${file} is there already`);
}

/** Keeps the report of the drill's incident, which goes with the drill. Returns what was done, in one sentence. */
export async function keepReport(api: Api, drillId: string, file: string): Promise<string> {
  const { drill } = await api.get<CurrentDrill>(apiPaths.currentDrill);
  if (drill?.id !== drillId || drill.incidentId === null) return "No incident had begun: there is no report.";
  await writeNew(file, await reportMarkdown(api, drill.incidentId));
  return `The report of its incident is in ${file}.`;
}
