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
  const timeText = sameDay(report.from, report.to) ? clockTime : moment;
  const sections = report.sections.map(({ title: name, blocks }) =>
    [`## ${name}`, ...blocks.filter(isFilled).map((block) => blockText(block, timeText))].join("\n\n"),
  );
  return `${[...head, ...sections].join("\n\n")}\n`;
}

function isFilled(block: ReportBlock): boolean {
  return block.type === "table" ? block.rows.length > 0 : block.items.length > 0;
}

/** Of what went on past midnight, each time is told with its day. */
function sameDay(a: number, b: number): boolean {
  return new Date(a).toISOString().slice(0, 10) === new Date(b).toISOString().slice(0, 10);
}

type TimeText = (at: number) => string;

function blockText(block: ReportBlock, timeText: TimeText): string {
  if (block.type === "table") return tableText(block);
  return block.items.map((item) => statementText(item, timeText)).join("\n");
}

function statementText({ at, certainty, text, sources }: Statement, timeText: TimeText): string {
  const time = at === null ? "" : `${timeText(at)} · `;
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
