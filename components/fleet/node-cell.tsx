import Link from "next/link";
import { memo } from "react";
import { cn } from "#components/ui/cn.ts";
import { type StateName, stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { nodeHref } from "#lib/client/paths.ts";
import type { NodeRow } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";

/** The state that a cell shows: a HOT or stale lock on a node that reports is worse than the node's own state. */
export function cellState(node: Pick<NodeRow, "state" | "hot" | "stale">): StateName {
  if (node.state !== "up") return node.state;
  if (node.hot > 0) return "hot";
  return node.stale > 0 ? "orphan" : "up";
}

/** One sentence about a node, for its cell's name: a cell has no room for words. */
export function cellSentence(node: NodeRow): string {
  const parts = [safeText(node.name, 80), stateLooks[node.state].word.toLowerCase()];
  if (node.hot > 0) parts.push(`${node.hot} hot`);
  if (node.stale > 0) parts.push(`${node.stale} stale`);
  parts.push(`${node.locks} ${node.locks === 1 ? "lock" : "locks"}`);
  return parts.join(", ");
}

/** A node as a cell of 24 px: shape and colour by state, a link to its page. */
export const NodeCell = memo(function NodeCell({ node }: { node: NodeRow }) {
  const state = cellState(node);
  const sentence = cellSentence(node);
  const calm = state === "up";
  return (
    <Link
      href={nodeHref(node.name)}
      prefetch={false}
      title={sentence}
      aria-label={sentence}
      className={cn(
        "flex size-6 items-center justify-center rounded-xs hover:bg-selected focus-visible:-outline-offset-1",
        !calm && toneClasses[stateLooks[state].tone].soft,
      )}
    >
      <StateIcon state={state} size={calm ? 10 : 14} />
    </Link>
  );
});
