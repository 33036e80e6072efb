import { incidentHref, lockIdHref, operationHref, ownerHref } from "#lib/client/paths.ts";
import type { IncidentReport } from "#lib/contract/incident-report.ts";
import { composeReport } from "#lib/domain/incidents/report/compose-report.ts";
import { reportMarkdown } from "#lib/domain/incidents/report/markdown.ts";
import type { Report } from "#lib/domain/incidents/report/report.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { incidentFacts } from "./timeline-facts.ts";

/** GET /incidents/{id}/report, as of now. Throws `not-found`. */
export async function readReport(context: ServerContext, id: string): Promise<IncidentReport> {
  const report = await reportOf(context, id);
  return { ...report, links: linksOf(report) };
}

/** The same as Markdown, with a name for its file. */
export async function readReportFile(
  context: ServerContext,
  id: string,
): Promise<{ name: string; text: string }> {
  const report = await reportOf(context, id);
  const day = new Date(report.madeAt).toISOString().slice(0, 10);
  const safeId = report.incidentId.replace(/[^A-Za-z0-9_-]/g, "-");
  return { name: `incident-${safeId}-${day}.md`, text: reportMarkdown(report) };
}

async function reportOf(context: ServerContext, id: string): Promise<Report> {
  return composeReport(await incidentFacts(context, id, { audits: true }));
}

const pages: readonly { prefix: string; href: (id: string) => string }[] = [
  { prefix: "operation ", href: operationHref },
  { prefix: "owner ", href: ownerHref },
  { prefix: "lock ", href: lockIdHref },
  { prefix: "incident ", href: incidentHref },
];

function linksOf({ sections }: Report): Record<string, string> {
  const sources = sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      (block.type === "table" ? block.rows : block.items).flatMap((one) => one.sources),
    ),
  );
  const links: Record<string, string> = {};
  for (const source of new Set(sources)) {
    const page = pages.find(({ prefix }) => source.startsWith(prefix));
    const id = page === undefined ? "" : (source.slice(page.prefix.length).split(", ")[0] ?? "");
    if (page !== undefined && id !== "") links[source] = page.href(id);
  }
  return links;
}
