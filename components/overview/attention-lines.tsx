"use client";

import Link from "next/link";
import { LockLines } from "#components/locks/lock-lines.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { nodeHref } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { grouped } from "#lib/domain/words.ts";
import { type DoubtGroup, groupDoubts } from "./group-doubts.ts";

/** What needs somebody, worst first; locks that are only in doubt by node, below. */
export function AttentionLines({ locks }: { locks: readonly LockRow[] }) {
  const { single, groups } = groupDoubts(locks);
  return (
    <>
      {(single.length > 0 || groups.length === 0) && (
        <LockLines locks={single} none="No lock is hot, and no owner gone, suspect or unknown." />
      )}
      {groups.map((group) => (
        <Doubts key={group.node} group={group} />
      ))}
    </>
  );
}

function Doubts({ group: { node, locks } }: { group: DoubtGroup }) {
  const unknown = locks.every(({ verdict }) => verdict === "unknown");
  const suspect = locks.every(({ verdict }) => verdict === "suspect");
  const word = unknown ? "an unknown" : suspect ? "a suspect" : "a suspect or unknown";
  return (
    <details className="border-t border-line">
      <summary className="-mx-2 grid min-h-9 cursor-pointer grid-cols-[6.5rem_minmax(0,1fr)] items-baseline gap-x-3 rounded-sm px-2 py-1.5 text-sm hover:bg-hover">
        <StateBadge state={unknown ? "unknown" : "suspect"} />
        <span className="min-w-0">
          {grouped(locks.length)} locks with {word} owner, all on <SafeText text={node} maxLength={80} />
        </span>
      </summary>
      <div className="pb-2 pl-4">
        <LockLines locks={locks} none="" />
        <Link href={nodeHref(node)} className="text-xs text-secondary underline underline-offset-2">
          The node and its agent
        </Link>
      </div>
    </details>
  );
}
