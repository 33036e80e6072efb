import type { ReactNode } from "react";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { type NodeGroup, nodeStateOrder } from "./group-nodes.ts";
import { NodeCell } from "./node-cell.tsx";

interface Props {
  groups: readonly NodeGroup[];
  /** What can be done to a whole group, at the end of its heading. */
  actionOf?: (group: NodeGroup) => ReactNode;
}

/** Cells in a row are 24 px; this is about what one line of a wide screen holds, for the browser's estimate. */
const cellsPerLine = 48;

/**
 * Every node as a cell, by group. Groups out of sight are not laid out (`content-visibility`), so that ten
 * thousand nodes scroll as one hundred do.
 */
export function NodeField({ groups, actionOf }: Props) {
  return (
    <div className="flex flex-col gap-5">
      {groups.map((group) => (
        <section
          key={group.name}
          aria-label={group.name}
          style={{
            contentVisibility: "auto",
            containIntrinsicSize: `auto ${28 + 24 * Math.ceil(group.nodes.length / cellsPerLine)}px`,
          }}
        >
          <div className="mb-1 flex min-h-6 flex-wrap items-center gap-x-4 gap-y-0.5 text-xs">
            <h3 className="font-medium text-secondary">
              <SafeText text={group.name} maxLength={60} />
            </h3>
            <span className="text-tertiary tabular-nums">
              {group.nodes.length} {group.nodes.length === 1 ? "node" : "nodes"}
            </span>
            {nodeStateOrder
              .filter((state) => state !== "up" && (group.counts[state] ?? 0) > 0)
              .map((state) => (
                <StateBadge key={state} state={state} label={`${group.counts[state]} ${state}`} />
              ))}
            {group.hot > 0 && <StateBadge state="hot" label={`${group.hot} hot`} />}
            {group.stale > 0 && <StateBadge state="orphan" label={`${group.stale} stale`} />}
            {actionOf?.(group)}
          </div>
          <div className="flex flex-wrap">
            {group.nodes.map((node) => (
              <NodeCell key={node.name} node={node} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
