import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { OperationRow } from "#lib/contract/operations.ts";
import { Due } from "./due.tsx";
import { kindWords, operationState } from "./operation-words.ts";

/** An operation in two lines, on a phone. */
export function NarrowOperation({ row }: { row: OperationRow }) {
  return (
    <span className="flex h-full flex-col justify-center gap-0.5 px-1">
      <span className="flex items-center justify-between gap-3">
        <SafeText text={row.title.replaceAll("`", "")} maxLength={100} truncate className="min-w-0" />
        <StateBadge state={operationState(row)} className="shrink-0" />
      </span>
      <span className="flex justify-between gap-3 text-xs text-tertiary">
        {row.due !== null && row.endedAt === null ? (
          <Due due={row.due} className="min-w-0 truncate tabular-nums" />
        ) : (
          <span>{kindWords[row.kind]}</span>
        )}
        <TimeAgo atMs={row.confirmedAt ?? row.createdAt} show="relative" className="shrink-0" />
      </span>
    </span>
  );
}
