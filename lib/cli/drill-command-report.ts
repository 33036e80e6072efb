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

/** Where a report is kept, null when there was none; and that in one sentence. */
export interface KeptReport {
  file: string | null;
  text: string;
}

/** Keeps the report of the drill's incident, which goes with the drill. */
export async function keepReport(api: Api, drillId: string, file: string): Promise<KeptReport> {
  const { drill } = await api.get<CurrentDrill>(apiPaths.currentDrill);
  if (drill?.id !== drillId || drill.incidentId === null) {
    return { file: null, text: "No incident had begun: there is no report." };
  }
  await writeNew(file, await reportMarkdown(api, drill.incidentId));
  return { file, text: `The report of its incident is in ${file}.` };
}
