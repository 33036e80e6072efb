"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { DetailFrame } from "#components/live/detail-frame.tsx";
import { EventList } from "#components/locks/event-list.tsx";
import { EvidenceList } from "#components/locks/evidence-list.tsx";
import { LockLines } from "#components/locks/lock-lines.tsx";
import { OwnerTimeline } from "#components/locks/owner-timeline.tsx";
import { useTitle } from "#components/locks/use-lock-title.ts";
import { VerdictPanel } from "#components/locks/verdict-panel.tsx";
import { CopyId } from "#components/ui/copy-id.tsx";
import { Duration } from "#components/ui/duration.tsx";
import { KeyValues } from "#components/ui/key-values.tsx";
import { PageHeader, Section } from "#components/ui/page-header.tsx";
import { Quantity } from "#components/ui/quantity.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { nodeHref } from "#lib/client/paths.ts";
import { ownerDetailQuery } from "#lib/client/queries.ts";
import type { OwnerDetail } from "#lib/contract/lists.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { ownerState, ownerTitle } from "./owner-words.ts";

/** One owner, whole and live: is it alive, on what evidence, what does it hold. */
export function OwnerScreen({ ownerId }: { ownerId: string }) {
  const query = useQuery(ownerDetailQuery(ownerId));
  const owner = query.data;
  useTitle(
    owner === undefined
      ? null
      : `${stateLooks[ownerState(owner)].word} · ${safeText(ownerTitle(owner), 60)} · Locksmith`,
  );
  return (
    <DetailFrame query={query} noun="owner" listHref="/owners">
      {(data) => <Owner owner={data} />}
    </DetailFrame>
  );
}

function Owner({ owner }: { owner: OwnerDetail }) {
  const state = ownerState(owner);
  return (
    <>
      <PageHeader
        title={<SafeText text={ownerTitle(owner)} maxLength={120} />}
        state={<StateBadge state={state} strong />}
        meta={
          <>
            {owner.kind === "session" ? "A session on " : "A process on "}
            <Link href={nodeHref(owner.node)} className="underline underline-offset-2">
              <SafeText text={owner.node} maxLength={80} />
            </Link>
          </>
        }
      />
      <VerdictPanel state={state} sentence={owner.sentence} probe={owner.probe} />
      <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <div className="flex flex-col gap-6">
          {owner.kind === "session" && (
            <OwnerTimeline
              ownerId={owner.id}
              label={`Heartbeat of ${safeText(ownerTitle(owner), 60)}`}
              events={owner.history}
              lastBeatAtMs={owner.lastBeatAt}
            />
          )}
          <Section title="Locks" note={owner.locks > 0 ? String(owner.locks) : undefined}>
            <LockLines locks={owner.lockList} none="It holds no lock and waits for none." />
          </Section>
          <Section title="Evidence">
            <EvidenceList evidence={owner.evidence} />
          </Section>
          <Section title="History">
            <EventList events={owner.history} />
          </Section>
        </div>
        <Section title="Identity">
          <Identity owner={owner} />
        </Section>
      </div>
    </>
  );
}

const unknown = <span className="text-tertiary">not known</span>;

function Identity({ owner }: { owner: OwnerDetail }) {
  const mono = (text: string | null, label: string) =>
    text === null ? unknown : <CopyId id={text} label={label} />;
  const plain = (text: string | null) => (text === null ? unknown : <SafeText text={text} maxLength={200} />);
  return (
    <KeyValues
      items={[
        { label: "Service", value: plain(owner.service) },
        {
          label: "Command",
          value: owner.command === null ? unknown : <SafeText text={owner.command} mono />,
        },
        { label: "PID", value: owner.pid ?? unknown },
        {
          label: "Start time",
          value: owner.startTime === null ? unknown : `${owner.startTime} ticks after boot`,
        },
        { label: "Boot id", value: mono(owner.bootId, "the boot id") },
        { label: "PID namespace", value: mono(owner.pidNs, "the PID namespace") },
        { label: "Instance", value: mono(owner.instanceId, "the instance") },
        { label: "User", value: plain(owner.user) },
        { label: "Unit", value: plain(owner.unit) },
        { label: "Since", value: <TimeAgo atMs={owner.openedAt} /> },
        ...(owner.kind === "session"
          ? [
              { label: "Beats", value: <Quantity value={owner.beats} /> },
              { label: "Last beat", value: <TimeAgo atMs={owner.lastBeatAt} /> },
              { label: "Rhythm", value: <Duration durationMs={owner.rhythmMs} /> },
              { label: "TTL", value: <Duration durationMs={owner.ttlMs} /> },
            ]
          : []),
        { label: "Id", value: <CopyId id={owner.id} label="the owner’s id" /> },
      ]}
    />
  );
}
