import Link from "next/link";
import { Words } from "#components/locks/words.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatClock, formatInstant, type Zone } from "#components/ui/format-time.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import type { IncidentReport } from "#lib/contract/incident-report.ts";

type Section = IncidentReport["sections"][number];
type Statement = Extract<Section["blocks"][number], { type: "statements" }>["items"][number];
type Table = Extract<Section["blocks"][number], { type: "table" }>;
type Links = IncidentReport["links"];

const certainty = {
  proven: { word: "Proven", tone: "text-live-text" },
  likely: { word: "Likely", tone: "text-suspect-text" },
  unknown: { word: "Unknown", tone: "text-unknown-text" },
} as const;

/** One part of a report, drawn as the server made it. On paper its heading stays with its first lines. */
export function ReportSection({ section, links, zone }: { section: Section; links: Links; zone: Zone }) {
  return (
    <section aria-labelledby={`report-${section.id}`} className="flex flex-col gap-2">
      <h2
        id={`report-${section.id}`}
        className="border-b border-line pb-1 text-lg font-medium print:break-after-avoid"
      >
        {section.title}
      </h2>
      {section.blocks.map((block, index) => {
        const key = `${block.type} ${index}`;
        if (block.type === "table") return <ReportTable key={key} table={block} links={links} />;
        return <Statements key={key} items={block.items} links={links} zone={zone} />;
      })}
    </section>
  );
}

function Statements({ items, links, zone }: { items: readonly Statement[]; links: Links; zone: Zone }) {
  const timed = items.some(({ at }) => at !== null);
  return (
    <ul className="flex flex-col">
      {items.map((item, index) => {
        const sure = item.certainty === null ? null : certainty[item.certainty];
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a report is made whole, and never changed in place
            key={index}
            className={cn(
              "gap-x-3 border-t border-line py-1.5 text-sm first:border-t-0 print:break-inside-avoid",
              timed && "grid grid-cols-[4.5rem_minmax(0,1fr)]",
            )}
          >
            {timed && (
              <span className="text-tertiary tabular-nums">
                {item.at !== null && (
                  <time dateTime={new Date(item.at).toISOString()} title={formatInstant(item.at, zone)}>
                    {formatClock(item.at, zone)}
                  </time>
                )}
              </span>
            )}
            <div className="min-w-0">
              <p className="max-w-[80ch] break-words whitespace-pre-line">
                {sure !== null && <span className={cn("font-medium", sure.tone)}>{sure.word}. </span>}
                <Words text={item.text} />
              </p>
              <Sources sources={item.sources} links={links} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** Names may break anywhere, so a column says how narrow it may get: what has no room then scrolls sideways. */
function ReportTable({ table, links }: { table: Table; links: Links }) {
  if (table.rows.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keys
    <section aria-label="Table" tabIndex={0} className="overflow-x-auto print:overflow-visible">
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr>
            {table.columns.map(({ title, number }) => (
              <th
                key={title}
                scope="col"
                className={cn(
                  "border-b border-line py-1.5 pr-4 align-bottom text-xs font-medium text-tertiary",
                  number ? "text-right" : "text-left",
                )}
              >
                {title}
              </th>
            ))}
            <th
              scope="col"
              className="border-b border-line py-1.5 text-left text-xs font-medium text-tertiary"
            >
              Recorded as
            </th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a report is made whole, and never changed in place
            <tr key={index} className="print:break-inside-avoid">
              {row.cells.map((cell, column) => (
                <td
                  key={table.columns[column]?.title ?? column}
                  className={cn(
                    "border-b border-line py-1.5 pr-4 align-top",
                    table.columns[column]?.number === true
                      ? "text-right tabular-nums"
                      : "min-w-40 text-left print:min-w-0",
                  )}
                >
                  <Words text={cell} />
                </td>
              ))}
              <td className="min-w-56 border-b border-line py-1.5 align-top print:min-w-0">
                <Sources sources={row.sources} links={links} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Where something is recorded; what has a page of its own is a link to it, and on paper says its address. */
function Sources({ sources, links }: { sources: readonly string[]; links: Links }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-xs text-tertiary">
      {sources.map((source) => {
        const href = Object.hasOwn(links, source) ? links[source] : undefined;
        return href === undefined ? (
          <SafeText key={source} text={source} maxLength={120} />
        ) : (
          <Link
            key={source}
            href={href}
            prefetch={false}
            className="inline-flex min-h-6 items-center underline underline-offset-2 print:min-h-0"
          >
            <SafeText text={source} maxLength={120} />
          </Link>
        );
      })}
    </p>
  );
}
