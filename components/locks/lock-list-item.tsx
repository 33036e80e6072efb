import { StateBadge } from "#components/ui/state-badge.tsx";
import { Since } from "#components/ui/time-ago.tsx";
import { lockHref } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";
import { OwnerCell, ResourceName, sourceWords } from "./lock-cells.tsx";
import { RowLink } from "./row-link.tsx";

/** A lock in two lines, for a phone: name and state; owner, verdict and how long. */
export function LockListItem({ lock }: { lock: LockRow }) {
  return (
    <div className="flex h-full flex-col justify-center gap-0.5 px-1">
      <div className="flex min-w-0 items-center gap-3">
        <RowLink
          href={lockHref(lock.source, lock.key)}
          label={safeText(lock.resource)}
          className="min-w-0 flex-1 text-md"
        >
          <ResourceName name={lock.resource} />
        </RowLink>
        <StateBadge state={lock.state} className="shrink-0" />
      </div>
      <div className="flex min-w-0 items-center gap-3 text-xs text-secondary">
        <div className="min-w-0 flex-1">
          {lock.holder === null ? (
            <span className="text-tertiary">{sourceWords(lock)}</span>
          ) : (
            <OwnerCell owner={lock.holder} linked={false} />
          )}
        </div>
        {lock.verdict !== null && lock.verdict !== "live" && (
          <StateBadge state={lock.verdict} className="shrink-0" />
        )}
        {lock.refusals > 0 && (
          <span className="shrink-0 text-hot-text">{grouped(lock.refusals)} refused</span>
        )}
        <Since atMs={lock.heldSince} className="shrink-0 tabular-nums" />
      </div>
    </div>
  );
}
