"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { AuditLink } from "#components/audit/audit-link.tsx";
import { DrillOver } from "#components/drill/drill-over.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { ErrorState, ForbiddenState } from "#components/ui/message-state.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { ProblemError } from "#lib/client/http.ts";
import { lockDetailQuery } from "#lib/client/queries.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import { isStale } from "#lib/domain/states.ts";
import { EventList } from "./event-list.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { HolderList } from "./holder-list.tsx";
import { LayerList } from "./layer-list.tsx";
import { LockActions, LockOperations, LockUnderway } from "./lock-actions.tsx";
import { LockHeader } from "./lock-header.tsx";
import { LockMissing } from "./lock-missing.tsx";
import { LockRoster } from "./lock-roster.tsx";
import { LockSkeleton } from "./lock-skeleton.tsx";
import { LockTombstone } from "./lock-tombstone.tsx";
import { LockVerdict } from "./lock-verdict.tsx";
import { OutlookList } from "./outlook-list.tsx";
import { OwnerTimeline } from "./owner-timeline.tsx";
import { RefusalList, WaiterList } from "./queue-lists.tsx";
import { lockTitle, useTitle } from "./use-lock-title.ts";

// Of use to paper alone.
const PrintNote = dynamic(() => import("#components/views/print-note.tsx").then((m) => m.PrintNote), {
  ssr: false,
});

/** One lock, whole and live: is anything wrong, what exactly, and what can be done about it. */
export function LockScreen({ source, lockKey }: { source: string; lockKey: string }) {
  const { data: lock, error, refetch } = useQuery(lockDetailQuery(source, lockKey));
  useTitle(lock === undefined ? null : lockTitle(lock, lock.tombstone !== null));
  if (error instanceof ProblemError && error.code === "gone")
    return <DrillOver noun="lock" listHref="/locks" />;
  if (lock !== undefined) {
    return (
      <div className="flex flex-col gap-4">
        {error !== null && (
          <Banner tone="warn" title={`This page could not be read again: ${error.message}`} />
        )}
        <LockHeader lock={lock} />
        {lock.tombstone === null ? <LockVerdict lock={lock} /> : <LockTombstone lock={lock} />}
        <LockUnderway lock={lock} />
        <LockParts lock={lock} />
        <PrintNote />
      </div>
    );
  }
  if (error === null) return <LockSkeleton />;
  if (error instanceof ProblemError && error.code === "not-found") return <LockMissing />;
  if (error instanceof ProblemError && error.code === "forbidden")
    return <ForbiddenState reason={error.message} />;
  return (
    <ErrorState
      title="This lock could not be read"
      detail={error.message}
      code={error instanceof ProblemError ? error.code : undefined}
      onRetry={() => void refetch()}
    />
  );
}

/** Two columns on a wide screen; on a phone one, in the order of urgency. */
function LockParts({ lock }: { lock: LockDetail }) {
  const gone = lock.tombstone !== null;
  const hot = lock.state === "hot";
  const owner = lock.holder ?? lock.tombstone?.lastHolder ?? null;
  const beats = lock.lastBeatAt !== null && owner !== null;
  return (
    <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
      <div className="flex flex-col gap-6 max-lg:contents">
        {beats && (
          <OwnerTimeline
            ownerId={owner.ownerId}
            label="Heartbeat of the owner"
            events={lock.history}
            lastBeatAtMs={lock.lastBeatAt}
          />
        )}
        <Section title="Evidence" note={gone ? "as of its last judgement" : undefined}>
          <EvidenceList evidence={lock.evidence} free={lock.holder === null && lock.verdict === null} />
        </Section>
        <Section title="History" className="max-lg:order-last" actions={<AuditLink target={lock.id} />}>
          <EventList events={lock.history} />
        </Section>
      </div>
      <div className="flex flex-col gap-6 max-lg:contents">
        {!gone && (
          <Section title="What can be done" className="max-lg:order-first">
            <LockActions lock={lock} />
            <OutlookList lock={lock} />
          </Section>
        )}
        <LockOperations lock={lock} />
        {/* Who is turned away comes first while somebody is. */}
        {hot && <QueueSections lock={lock} />}
        {!gone && <HolderSection lock={lock} />}
        {!hot && !gone && <QueueSections lock={lock} />}
        <Section title="Other layers of this resource">
          <LayerList layers={lock.layers} />
        </Section>
        {/* It takes a plan to know, and comes later: nothing stands below it that it would push down. */}
        <LockRoster lock={lock} />
      </div>
    </div>
  );
}

function QueueSections({ lock }: { lock: LockDetail }) {
  return (
    <>
      {lock.source === "native" && (
        <Section title="Refused">
          <RefusalList refusals={lock.refusalList} />
        </Section>
      )}
      <Section title="Waiting" note={lock.waiters > 0 ? String(lock.waiters) : undefined}>
        <WaiterList waiters={lock.waiterList} ordered={lock.source === "native"} />
      </Section>
    </>
  );
}

function HolderSection({ lock }: { lock: LockDetail }) {
  const { holder, holders, coHolders } = lock;
  return (
    <Section title="Holder" note={coHolders > 0 ? `and ${coHolders} more hold it too` : undefined}>
      <HolderList
        holders={holders}
        ownerGone={lock.source === "kernel" && isStale(lock.verdict)}
        none={holder === null ? "Nobody holds it." : "The owner's processes are not known."}
      />
      {holder !== null && (
        <p className="mt-3 text-xs">
          <Link
            href={`/locks?owner=${encodeURIComponent(holder.ownerId)}`}
            className="text-secondary underline underline-offset-2"
          >
            All locks of this owner
          </Link>
        </p>
      )}
    </Section>
  );
}
