import { clockTime } from "#lib/domain/words.ts";
import { markdownCell, markdownText } from "./markdown-text.ts";
import type { Certainty, Report, ReportBlock, ReportTable, Statement } from "./report.ts";
import { moment } from "./say.ts";

const certaintyWords: Record<Certainty, string> = {
  proven: "**Proven.**",
  likely: "**Likely.**",
  unknown: "**Unknown.**",
};

/** The report as Markdown (CommonMark with tables). Nothing that a host or a person wrote can add structure to it. */
export function reportMarkdown(report: Report): string {
  const { title, severity, state, certainty, drill, madeAt, incidentId } = report;
  const head = [
    `# Report: ${markdownText(title)}`,
    [
      drill ? "**Drill.** " : "",
      `Incident ${markdownText(incidentId)}, ${severity}, ${state}. `,
      `Cause: ${certainty}. Made at ${markdownText(moment(madeAt))}.`,
    ].join(""),
  ];
  const sections = report.sections.map(({ title: name, blocks }) =>
    [`## ${name}`, ...blocks.filter(isFilled).map(blockText)].join("\n\n"),
  );
  return `${[...head, ...sections].join("\n\n")}\n`;
}

function isFilled(block: ReportBlock): boolean {
  return block.type === "table" ? block.rows.length > 0 : block.items.length > 0;
}

function blockText(block: ReportBlock): string {
  return block.type === "table" ? tableText(block) : block.items.map(statementText).join("\n");
}

function statementText({ at, certainty, text, sources }: Statement): string {
  const time = at === null ? "" : `${clockTime(at)} · `;
  const sure = certainty === null ? "" : `${certaintyWords[certainty]} `;
  return `- ${time}${sure}${markdownText(text)} _(${sourcesText(sources)})_`;
}

function sourcesText(sources: readonly string[]): string {
  return sources.map(markdownText).join("; ");
}

function tableText({ columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line([...columns.map(({ title }) => title), "Recorded as"]),
    line([...columns.map(({ number }) => (number ? "---:" : "---")), "---"]),
    ...rows.map(({ cells, sources }) =>
      line([...cells.map(markdownCell), sources.map(markdownCell).join("; ")]),
    ),
  ].join("\n");
}
