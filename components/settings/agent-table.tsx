import Link from "next/link";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { nodeHref } from "#lib/client/paths.ts";
import type { NodeRow } from "#lib/contract/rows.ts";
import { grouped } from "#lib/domain/words.ts";
import { Scroll } from "./scroll.tsx";

/** Each node with its agent. */
export function AgentTable({ nodes }: { nodes: readonly NodeRow[] }) {
  return (
    <Scroll label="Agents">
      <Table>
        <thead>
          <tr>
            <HeadCell>Node</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>Kind</HeadCell>
            <HeadCell>Group</HeadCell>
            <HeadCell>Agent</HeadCell>
            <HeadCell numeric>Locks</HeadCell>
            <HeadCell>Last report</HeadCell>
            <HeadCell>May clear</HeadCell>
            <HeadCell>Limits</HeadCell>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => (
            <AgentRow key={node.name} node={node} />
          ))}
        </tbody>
      </Table>
    </Scroll>
  );
}

/** Whether it was started with `--allow-clear`: only then it ends holders of locks when a clear orders it. */
function clearWords(allowClear: boolean | undefined): string {
  if (allowClear === undefined) return "not known";
  return allowClear ? "yes" : "no";
}

function AgentRow({ node }: { node: NodeRow }) {
  return (
    <Row>
      <Cell className="max-w-64">
        <Link href={nodeHref(node.name)} className="hover:underline">
          <SafeText text={node.name} mono truncate="middle" className="text-xs leading-5" />
        </Link>
      </Cell>
      <Cell>
        <StateBadge state={node.state} />
      </Cell>
      <Cell>
        <SafeText text={node.kind} maxLength={30} />
      </Cell>
      <Cell>
        <SafeText text={node.group} maxLength={30} />
      </Cell>
      <Cell className="font-mono text-xs">{node.agentVersion ?? "–"}</Cell>
      <Cell numeric>{grouped(node.locks)}</Cell>
      <Cell>
        <TimeAgo atMs={node.lastReportAt} show="relative" />
      </Cell>
      <Cell>{clearWords(node.allowClear)}</Cell>
      <Cell>
        {node.limitations.length === 0 ? (
          <span className="text-tertiary">none</span>
        ) : (
          <Link href={nodeHref(node.name)} className="text-suspect-text hover:underline">
            {node.limitations.length} it says
          </Link>
        )}
      </Cell>
    </Row>
  );
}
