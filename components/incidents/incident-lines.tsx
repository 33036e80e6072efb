import Link from "next/link";
import { Words } from "#components/locks/words.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Since } from "#components/ui/time-ago.tsx";
import { incidentHref } from "#lib/client/paths.ts";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import { awaitsSomebody } from "./incident-rows.ts";
import { acknowledgedWords, severityLook } from "./incident-words.ts";

/** A short list of incidents, each a link: how grave, title, what is wrong, whether anybody is on it. */
export function IncidentLines({ incidents }: { incidents: readonly IncidentRow[] }) {
  return (
    <ul>
      {incidents.map((row) => (
        <li key={row.id} className="border-t border-line first:border-t-0">
          <Link
            href={incidentHref(row.id)}
            prefetch={false}
            className="-mx-2 grid min-h-9 grid-cols-1 items-start gap-x-3 rounded-sm px-2 py-1.5 text-sm hover:bg-hover sm:grid-cols-[6.5rem_minmax(0,1fr)]"
          >
            <StateBadge state={severityLook(row)} />
            <span className="min-w-0">
              <span className="block">
                <Words text={row.title} />
              </span>
              <span className="block text-xs text-secondary">
                <Words text={row.sentence} />
              </span>
              <span className="flex flex-wrap gap-x-3 text-xs text-tertiary">
                {row.state === "open" && (
                  <span className="tabular-nums">
                    for <Since atMs={row.openedAt} />
                  </span>
                )}
                <span className={awaitsSomebody(row) ? "text-suspect-text" : ""}>
                  {awaitsSomebody(row)
                    ? "nobody has acknowledged"
                    : `acknowledged by ${acknowledgedWords(row)}`}
                </span>
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
