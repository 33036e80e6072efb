"use client";

import { useQuery } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import type { CSSProperties } from "react";
import { stateOf } from "#components/incidents/incident-words.ts";
import { DetailFrame } from "#components/live/detail-frame.tsx";
import { useTitle } from "#components/locks/use-lock-title.ts";
import { Words } from "#components/locks/words.tsx";
import { useOrigin } from "#components/settings/use-origin.ts";
import { Button } from "#components/ui/button.tsx";
import { formatInstant } from "#components/ui/format-time.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { usePreferences } from "#components/ui/preferences.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { incidentReportQuery } from "#lib/client/incidents-record.ts";
import { incidentHref } from "#lib/client/paths.ts";
import type { IncidentReport } from "#lib/contract/incident-report.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { CopyMarkdown, DownloadMarkdown } from "./markdown-actions.tsx";
import { ReportSection } from "./report-section.tsx";

// Of use to paper alone.
const PrintNote = dynamic(() => import("#components/views/print-note.tsx").then((m) => m.PrintNote), {
  ssr: false,
});

/** "What caused it?", as it is printed: only what is recorded, each with where. */
export function ReportScreen({ id }: { id: string }) {
  const query = useQuery(incidentReportQuery(id));
  const title = query.data?.title.replaceAll("`", "");
  useTitle(title === undefined ? null : `Report · ${safeText(title, 60)} · Locksmith`);
  return (
    <DetailFrame query={query} noun="incident" listHref="/incidents">
      {(report) => <Report report={report} />}
    </DetailFrame>
  );
}

const certaintyWords: Record<IncidentReport["certainty"], string> = {
  proven: "The cause is proven",
  likely: "The cause is likely, not proven",
  unknown: "The cause is not known",
};

/** On paper a link says its whole address: a path alone leads nowhere. */
function paperOrigin(origin: string): CSSProperties {
  return { "--paper-origin": JSON.stringify(origin) } as CSSProperties;
}

function Report({ report }: { report: IncidentReport }) {
  const { incidentId, title, severity, state, certainty, drill, madeAt, from, to } = report;
  const { zone } = usePreferences();
  return (
    <article data-report="" style={paperOrigin(useOrigin())} className="flex max-w-[60rem] flex-col gap-6">
      <div className="flex flex-col gap-2">
        <PageHeader
          title={
            <>
              Report: <Words text={title} />
            </>
          }
          actions={
            <div className="flex flex-wrap gap-2 print:hidden">
              <Button icon={<Printer aria-hidden size={14} />} onClick={() => window.print()}>
                Print
              </Button>
              <CopyMarkdown id={incidentId} />
              <DownloadMarkdown id={incidentId} />
            </div>
          }
        />
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-secondary">
          {drill && (
            <span className="font-medium text-primary">A drill: a rehearsal, not the real fleet</span>
          )}
          <span>
            {stateLooks[severity].word}, {stateLooks[stateOf[state]].word.toLowerCase()}
          </span>
          <span>{certaintyWords[certainty]}</span>
          <span className="tabular-nums">
            {formatInstant(from, zone)} to {formatInstant(to, zone)}
          </span>
        </p>
        <p className="text-xs text-tertiary">
          Made at {formatInstant(madeAt, zone)} from what is recorded, each statement with where.{" "}
          <Link href={incidentHref(incidentId)} className="underline underline-offset-2">
            Incident <SafeText text={incidentId} maxLength={64} />
          </Link>
          {state !== "resolved" && ". It goes on: the report is as of then."}
        </p>
      </div>
      {report.sections.map((section) => (
        <ReportSection key={section.id} section={section} links={report.links} zone={zone} />
      ))}
      <PrintNote />
    </article>
  );
}
