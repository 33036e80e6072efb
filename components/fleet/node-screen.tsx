"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import { DetailFrame } from "#components/live/detail-frame.tsx";
import { EventList } from "#components/locks/event-list.tsx";
import { LockLines } from "#components/locks/lock-lines.tsx";
import { OwnerTimeline } from "#components/locks/owner-timeline.tsx";
import { useTitle } from "#components/locks/use-lock-title.ts";
import { KeyValues } from "#components/ui/key-values.tsx";
import { MonoId } from "#components/ui/mono-id.tsx";
import { PageHeader, Section } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { nodeDetailQuery } from "#lib/client/queries.ts";
import type { NodeDetail } from "#lib/contract/lists.ts";
import type { EventRow } from "#lib/contract/rows.ts";
import { fleetStateOf } from "#lib/domain/fleet-state.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";
import { HealthLine } from "./health-line.tsx";
import { NodeUnits } from "./node-units.tsx";

/** Locks of one node shown on its page; the rest is in the lock table, filtered. */
const locksShown = 50;

/** A busy host takes locks every second: its picture shows what went wrong and what the kernel said. */
function isForTimeline(event: EventRow): boolean {
  return event.severity !== "info" || /^(kernel|agent|node)\./.test(event.kind);
}

/** One node, whole and live: does its agent report, what can it not see, what is locked on it. */
export function NodeScreen({ name }: { name: string }) {
  const query = useQuery(nodeDetailQuery(name));
  const node = query.data;
  useTitle(
    node === undefined
      ? null
      : `${stateLooks[fleetStateOf(node)].word} · ${safeText(node.name, 60)} · Locksmith`,
  );
  return (
    <DetailFrame query={query} noun="node" listHref="/fleet">
      {(data) => <Node node={data} />}
    </DetailFrame>
  );
}

function Node({ node }: { node: NodeDetail }) {
  const state = fleetStateOf(node);
  const more = node.locks - locksShown;
  const marks = useMemo(() => node.history.filter(isForTimeline), [node.history]);
  return (
    <>
      <PageHeader
        title={<SafeText text={node.name} maxLength={120} />}
        state={<StateBadge state={state} strong />}
        meta={
          <>
            <SafeText text={node.kind} maxLength={60} /> in <SafeText text={node.group} maxLength={60} />
            <span className="text-tertiary"> · {stateLooks[state].meaning}</span>
          </>
        }
      />
      {node.health != null && <HealthLine health={node.health} />}
      <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <div className="flex flex-col gap-6">
          {node.sessionId !== null && (
            <OwnerTimeline
              ownerId={node.sessionId}
              label={`Heartbeat of the agent on ${safeText(node.name, 60)}`}
              events={marks}
              lastBeatAtMs={node.lastBeatAt}
            />
          )}
          <Section
            title="Locks"
            note={node.locks > 0 ? grouped(node.locks) : undefined}
            actions={
              <Link
                href={`/locks?node=${encodeURIComponent(node.name)}`}
                className="text-xs text-secondary underline underline-offset-2"
              >
                {more > 0 ? `${grouped(more)} more in the lock table` : "In the lock table"}
              </Link>
            }
          >
            <LockLines locks={node.lockList.slice(0, locksShown)} none="No lock is seen on this node." />
          </Section>
          <Section title="History" note="with what its kernel said">
            <EventList events={node.history} />
          </Section>
        </div>
        <div className="flex flex-col gap-6 max-lg:order-first">
          <Section title="What its agent cannot read">
            <Limitations node={node} />
          </Section>
          <NodeUnits node={node.name} />
          <Section title="Agent">
            <Facts node={node} />
          </Section>
        </div>
      </div>
    </>
  );
}

function Limitations({ node }: { node: NodeDetail }) {
  if (node.limitations.length === 0) {
    return (
      <p className="text-sm text-secondary">Nothing: it reads every lock and every process of its host.</p>
    );
  }
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {node.limitations.map((limitation) => (
        <li key={limitation.code} className="rounded-sm bg-unknown-soft px-3 py-2">
          <SafeText text={limitation.text} maxLength={500} />
        </li>
      ))}
    </ul>
  );
}

const unknown = <span className="text-tertiary">not known</span>;

/** Whether its agent ends holders of locks when a confirmed clear orders it: a choice of whoever started it. */
function MayClear({ allowed }: { allowed: boolean | undefined }) {
  if (allowed === undefined) return unknown;
  return allowed ? (
    <span>
      yes, started with <code className="font-mono text-xs">--allow-clear</code>
    </span>
  ) : (
    <span className="text-secondary">
      no, started without <code className="font-mono text-xs">--allow-clear</code>: it ends nothing
    </span>
  );
}

function Facts({ node }: { node: NodeDetail }) {
  const labels = Object.entries(node.labels);
  return (
    <KeyValues
      items={[
        { label: "Last beat", value: <TimeAgo atMs={node.lastBeatAt} /> },
        { label: "Last report", value: <TimeAgo atMs={node.lastReportAt} /> },
        { label: "First seen", value: <TimeAgo atMs={node.firstSeenAt} /> },
        {
          label: "Agent",
          value: node.agentVersion === null ? unknown : <SafeText text={node.agentVersion} />,
        },
        { label: "May clear", value: <MayClear allowed={node.allowClear} /> },
        { label: "Kernel", value: node.kernel === null ? unknown : <SafeText text={node.kernel} /> },
        { label: "Boot id", value: node.bootId === null ? unknown : <MonoId id={node.bootId} /> },
        ...labels.map(([key, value]) => ({
          id: `label ${key}`,
          label: <SafeText text={key} maxLength={60} />,
          value: <SafeText text={value} maxLength={200} />,
        })),
      ]}
    />
  );
}
