import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import { awaitsSomebody } from "./incident-rows.ts";
import { acknowledgedWords, severityLook } from "./incident-words.ts";

/** An incident in two lines, on a phone. */
export function NarrowIncident({ row }: { row: IncidentRow }) {
  const waits = awaitsSomebody(row);
  return (
    <span className="flex h-full flex-col justify-center gap-0.5 px-1">
      <span className="flex items-center justify-between gap-3">
        <SafeText text={row.title.replaceAll("`", "")} maxLength={120} truncate className="min-w-0" />
        <StateBadge state={severityLook(row)} className="shrink-0" />
      </span>
      <span className="flex justify-between gap-3 text-xs text-tertiary">
        <span className={waits ? "truncate text-suspect-text" : "truncate"}>
          {waits ? "nobody has acknowledged" : `acknowledged by ${acknowledgedWords(row)}`}
        </span>
        <TimeAgo atMs={row.openedAt} show="relative" className="shrink-0" />
      </span>
    </span>
  );
}
