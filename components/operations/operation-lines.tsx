import Link from "next/link";
import { Words } from "#components/locks/words.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { operationHref } from "#lib/client/paths.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import { grouped } from "#lib/domain/words.ts";
import { Due } from "./due.tsx";
import { operationState } from "./operation-words.ts";

/** A short list of operations, each a link: state, title, how it stands, what happens next. */
export function OperationLines({ operations }: { operations: readonly OperationRow[] }) {
  return (
    <ul>
      {operations.map((row) => (
        <li key={row.id} className="border-t border-line first:border-t-0">
          <Link
            href={operationHref(row.id)}
            prefetch={false}
            className="-mx-2 grid min-h-9 grid-cols-1 items-start gap-x-3 sm:grid-cols-[6.5rem_minmax(0,1fr)] rounded-sm px-2 py-1.5 text-sm hover:bg-hover"
          >
            <StateBadge state={operationState(row)} />
            <span className="min-w-0">
              <span className="block">
                <Words text={row.title} />
              </span>
              <span className="block text-xs text-secondary">
                <Words text={row.sentence} />
              </span>
              <span className="flex flex-wrap gap-x-3 text-xs text-tertiary">
                {row.progress !== null && row.endedAt === null && (
                  <span className="tabular-nums">
                    {grouped(row.progress.done)} of {grouped(row.progress.total)} {row.progress.unit}
                  </span>
                )}
                {row.due !== null && row.endedAt === null && <Due due={row.due} className="tabular-nums" />}
                {row.endedAt !== null && <TimeAgo atMs={row.endedAt} show="relative" />}
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
