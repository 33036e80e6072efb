"use client";

import Link from "next/link";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { nodeHref } from "#lib/client/paths.ts";
import type { ConfigDetail, NodeConfigRow } from "#lib/contract/configs.ts";
import { grouped } from "#lib/domain/words.ts";
import { nodeConfigState, nodeConfigWord } from "./config-words.ts";

const firstShown = 100;

/** Which node runs which version, those that differ first. */
export function NodeTable({ config }: { config: ConfigDetail }) {
  const [all, setAll] = useState(false);
  const promotedHash = config.versionList.find(({ version }) => version === config.promoted)?.hash ?? null;
  const differs = (node: NodeConfigRow) => nodeConfigState(node, promotedHash) !== "live";
  const sorted = config.nodeList.toSorted((a, b) => Number(differs(b)) - Number(differs(a)));
  const shown = all ? sorted : sorted.slice(0, firstShown);
  if (sorted.length === 0) {
    return (
      <p className="text-sm text-secondary">
        No node has it yet. An agent whose configuration names this file reports it by itself.
      </p>
    );
  }
  return (
    <>
      <ul aria-label="Nodes" className="border-b border-line">
        {shown.map((node) => (
          <NodeLine key={node.node} node={node} promotedHash={promotedHash} />
        ))}
      </ul>
      {shown.length < sorted.length && (
        <Button size="sm" className="mt-2" onClick={() => setAll(true)}>
          Show all {grouped(sorted.length)}
        </Button>
      )}
    </>
  );
}

function NodeLine({ node, promotedHash }: { node: NodeConfigRow; promotedHash: string | null }) {
  const note = node.shadow?.reason ?? node.trouble;
  return (
    <li
      data-node={node.node}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-0.5 border-t border-line py-2 text-sm sm:grid-cols-[9rem_minmax(0,1fr)_8rem_minmax(0,1.4fr)]"
    >
      <StateBadge state={nodeConfigState(node, promotedHash)} label={nodeConfigWord(node, promotedHash)} />
      <span className="min-w-0 max-sm:order-first">
        <Link
          href={nodeHref(node.node)}
          prefetch={false}
          className="font-medium underline-offset-2 hover:underline"
        >
          <SafeText text={node.node} maxLength={80} />
        </Link>
        <SafeText text={node.group} maxLength={40} className="ml-2 text-xs text-tertiary" />
      </span>
      <span className="text-secondary tabular-nums">
        {node.running === null
          ? "no file"
          : node.running.version === null
            ? node.running.hash.slice(0, 12)
            : `version ${node.running.version}`}
        {node.shadow?.state === "accepted" && ` · shadow ${node.shadow.version}`}
      </span>
      <span className="flex min-w-0 flex-col text-xs text-tertiary max-sm:col-span-2">
        {note !== null && <SafeText text={note} maxLength={300} className="text-suspect-text" />}
        <SafeText text={node.path} maxLength={120} className="font-mono break-all" />
        {node.touchedBy !== null && (
          <span>
            last touched by <SafeText text={node.touchedBy} maxLength={80} />
          </span>
        )}
        {node.touchedAt !== null && (
          <span>
            written <TimeAgo atMs={node.touchedAt} /> by its host&apos;s clock
          </span>
        )}
      </span>
    </li>
  );
}
