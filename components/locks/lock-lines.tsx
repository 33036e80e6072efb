import Link from "next/link";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Since } from "#components/ui/time-ago.tsx";
import { lockHref } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { grouped } from "#lib/domain/words.ts";
import { ownerName, ResourceName, sourceWords } from "./lock-cells.tsx";

/**
 * A short list of locks, each a link: state, name, who or where, verdict, since when. One a line where its column is wide;
 * else the name has a line to itself, and verdict, who and since when stand below it.
 */
export function LockLines({ locks, none }: { locks: readonly LockRow[]; none: string }) {
  if (locks.length === 0) return <p className="text-sm text-secondary">{none}</p>;
  return (
    <ul className="@container">
      {locks.map((lock) => (
        <li key={lock.id} className="border-t border-line first:border-t-0">
          <Link
            href={lockHref(lock.source, lock.key)}
            prefetch={false}
            className="-mx-2 grid min-h-9 grid-cols-[6rem_minmax(0,1fr)_auto] items-center gap-x-3 rounded-sm px-2 py-1.5 text-sm hover:bg-hover @2xl:grid-cols-[6rem_minmax(0,1.6fr)_minmax(0,1fr)_6.5rem_5rem]"
          >
            <StateBadge state={lock.state} />
            <ResourceName name={lock.resource} className="col-span-2 text-primary @2xl:col-span-1" />
            <span className="@2xl:order-1">
              {lock.verdict !== null && <StateBadge state={lock.verdict} />}
            </span>
            <span className="min-w-0 text-secondary">
              {lock.holder === null ? sourceWords(lock) : <Holder holder={lock.holder} />}
            </span>
            <span className="text-right text-tertiary tabular-nums @2xl:order-2">
              {lock.refusals > 0 ? `${grouped(lock.refusals)} refused` : <Since atMs={lock.heldSince} />}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Holder({ holder }: { holder: NonNullable<LockRow["holder"]> }) {
  return (
    // What has no room beside the name stands below it.
    <span className="flex min-w-0 flex-wrap gap-x-1">
      <SafeText
        text={ownerName(holder)}
        maxLength={80}
        truncate={holder.service === null ? true : "middle"}
        className="max-w-full"
      />
      <span className="flex max-w-full min-w-0 gap-1 text-tertiary">
        on
        <SafeText text={holder.node} maxLength={60} truncate="middle" />
      </span>
    </span>
  );
}
