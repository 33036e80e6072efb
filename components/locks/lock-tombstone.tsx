import Link from "next/link";
import { KeyValues } from "#components/ui/key-values.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { ownerHref } from "#lib/client/paths.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import type { OwnerRef } from "#lib/contract/rows.ts";
import { OwnerCell } from "./lock-cells.tsx";
import { LockCleared } from "./lock-cleared.tsx";
import { Words } from "./words.tsx";

/** The link to a lock that is gone still answers: when it went, how, who had it, and where the resource is now. */
export function LockTombstone({ lock }: { lock: LockDetail }) {
  const stone = lock.tombstone;
  if (stone === null) return null;
  return (
    <section
      aria-label="What became of it"
      className="flex flex-col gap-3 rounded-md bg-paused-soft px-4 py-3"
    >
      <p className="max-w-[72ch] text-lg text-pretty">
        This lock is gone. <Words text={stone.how} />
      </p>
      <KeyValues
        items={[
          { id: "gone", label: "Gone since", value: <TimeAgo atMs={stone.goneAt} /> },
          { id: "holder", label: "Last holder", value: <LastHolder owner={stone.lastHolder} /> },
          {
            id: "state",
            label: "Last seen as",
            value: (
              <span className="flex flex-wrap gap-x-4">
                <StateBadge state={stone.lastState} />
                {stone.lastVerdict !== null && <StateBadge state={stone.lastVerdict} />}
              </span>
            ),
          },
        ]}
      />
      <LockCleared lock={lock} />
      <p className="text-sm text-secondary">
        Nothing needs to be done here.{" "}
        <Link
          href={`/locks?resource=${encodeURIComponent(lock.resource)}`}
          className="text-primary underline underline-offset-2"
        >
          Locks of this resource now
        </Link>
      </p>
    </section>
  );
}

function LastHolder({ owner }: { owner: OwnerRef | null }) {
  if (owner === null) return <span className="text-tertiary">nobody that was known</span>;
  return (
    <Link
      href={ownerHref(owner.ownerId)}
      className="inline-block max-w-full underline-offset-2 hover:underline"
    >
      <OwnerCell owner={owner} linked={false} />
    </Link>
  );
}
