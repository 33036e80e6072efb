import { open } from "node:fs/promises";
import type { Command } from "commander";
import type { Api } from "#lib/client/http.ts";
import { incidentReportFile } from "#lib/client/incidents-record.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { IncidentReport } from "#lib/contract/incident-report.ts";
import type { IncidentList } from "#lib/contract/incidents.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { addServerFlags, connect, type ServerFlags } from "./connection.ts";
import { exitCodes } from "./exit-codes.ts";
import { Failure, usage } from "./failure.ts";
import { safeJson } from "./output.ts";

const help = `
INCIDENT is an id (inc_…), or "last" for the one that was opened last.
The report says only what is recorded, each sentence with its source, and calls unknown what is not known. That of an
incident that goes on is as of now.

Examples:
  locksmith report last
  locksmith report inc_7Qx --out report.md
  locksmith report last --json`;

/** A line of a report is a paragraph at most. */
const lineMaxChars = 16_000;

interface ReportFlags extends ServerFlags {
  out?: string;
  json?: boolean;
}

/** `locksmith report`. */
export function addReportCommand(program: Command): void {
  const command = program
    .command("report")
    .summary("what caused an incident, from recorded facts")
    .description("Prints the report of an incident as Markdown.")
    .argument("<incident>", "id, or last")
    .option("-o, --out <file>", "into a new file, instead of on standard output")
    .option("--json", "as JSON");
  addServerFlags(command)
    .addHelpText("after", help)
    .action(async (incident: string, flags: ReportFlags) => {
      const text = await reportText(connect(flags), incident, flags.json === true);
      if (flags.out === undefined) process.stdout.write(text);
      else await writeNew(flags.out, text);
    });
}

async function reportText(api: Api, incident: string, json: boolean): Promise<string> {
  const id = incident === "last" ? await lastIncident(api) : incident;
  if (json) {
    const report = await api.get<IncidentReport>(`${apiPaths.incident(id)}/report`);
    return `${safeJson(JSON.stringify(report, null, 2))}\n`;
  }
  return reportMarkdown(api, id);
}

/** The report of an incident as Markdown, safe to be shown. Rejects as the server does. */
export async function reportMarkdown(api: Api, id: string): Promise<string> {
  const response = await api.open(incidentReportFile(id), { headers: { accept: "text/markdown" } });
  const lines = (await response.text()).split("\n");
  return lines.map((line) => safeText(line, lineMaxChars)).join("\n");
}

/** Lists put those first that need somebody: the newest is looked for among all. */
async function lastIncident(api: Api): Promise<string> {
  let last: { id: string; openedAt: number } | null = null;
  let cursor: string | null = null;
  do {
    const page: IncidentList = await api.get(apiPaths.incidents, { query: { cursor, limit: 1_000 } });
    for (const { id, openedAt } of page.items) {
      if (last === null || openedAt > last.openedAt) last = { id, openedAt };
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (last === null) throw new Failure(exitCodes.notFound, "no incident is recorded");
  return last.id;
}

/** Never over something that is there. */
export async function writeNew(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, "wx", 0o600);
    await file.writeFile(text).finally(() => file.close());
  } catch (error) {
    throw usage(`${path} cannot be made: ${error instanceof Error ? error.message : String(error)}`);
  }
}
