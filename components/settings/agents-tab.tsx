"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLiveRows } from "#components/live/use-collection.ts";
import { useCan } from "#components/shell/visitor.tsx";
import { ErrorState } from "#components/ui/message-state.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { nodesQuery } from "#lib/client/queries.ts";
import type { NodeRow } from "#lib/contract/rows.ts";
import { AgentStart } from "./agent-start.tsx";
import { AgentTable } from "./agent-table.tsx";

/** The hosts that an agent reports from, and how to start one more. */
export function AgentsTab() {
  const permission = useCan("token.manage");
  return (
    <div className="flex flex-col gap-8">
      <Section title="Start an agent on another host" note="one line to paste there">
        {permission.allowed ? (
          <AgentStart />
        ) : (
          <p className="max-w-xl text-sm text-secondary">
            The line holds a token, and only admins make tokens. {permission.reason}
          </p>
        )}
      </Section>
      <Section title="Agents" note="hosts that report">
        <Agents />
      </Section>
    </div>
  );
}

function Agents() {
  const first = useQuery({ ...nodesQuery({}), staleTime: Number.POSITIVE_INFINITY });
  const { rows, complete } = useLiveRows("nodes", first.data);
  const nodes = useMemo(() => [...rows].sort(byName), [rows]);
  if (nodes.length > 0) return <AgentTable nodes={nodes} />;
  if (first.error !== null) {
    return (
      <ErrorState
        title="The agents could not be read"
        detail={first.error.message}
        onRetry={() => void first.refetch()}
      />
    );
  }
  if (!complete && first.isPending) return <SkeletonRows rows={3} label="Reading agents" />;
  return (
    <p className="max-w-xl text-sm text-secondary">
      No agent has reported yet. <code className="font-mono text-xs whitespace-nowrap">npm start</code> starts
      one for the server's own host, unless it was told{" "}
      <code className="font-mono text-xs whitespace-nowrap">--no-agent</code>.
    </p>
  );
}

function byName(a: NodeRow, b: NodeRow): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
