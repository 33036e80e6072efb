import { memo } from "react";
import { cn } from "#components/ui/cn.ts";
import { type StateName, stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { nodeHref } from "#lib/client/paths.ts";
import type { NodeRow } from "#lib/contract/rows.ts";
import { fleetStateOf } from "#lib/domain/fleet-state.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { counted, grouped } from "#lib/domain/words.ts";

/** The state that a cell shows: a HOT or stale lock on a node that is well is worse than the node's own state. */
function cellState(node: NodeRow): StateName {
  const state = fleetStateOf(node);
  if (state !== "up") return state;
  if (node.hot > 0) return "hot";
  return node.stale > 0 ? "orphan" : "up";
}

/** One sentence about a node, for its cell's name: a cell has no room for words. */
function cellSentence(node: NodeRow): string {
  const state = fleetStateOf(node);
  const parts = [safeText(node.name, 80), stateLooks[state].word.toLowerCase()];
  if (state === node.health?.level) parts.push(safeText(node.health.text, 120));
  if (node.hot > 0) parts.push(`${grouped(node.hot)} hot`);
  if (node.stale > 0) parts.push(`${grouped(node.stale)} stale`);
  parts.push(counted(node.locks, "lock"));
  return parts.join(", ");
}

/**
 * The mark of who is up, in the size of 10 px, without an element of its own: nearly all cells have it. Drawn as a border,
 * it is also there in forced colours and on paper.
 */
const calmDot =
  "text-live before:size-[6.25px] before:rounded-full before:border-[3.125px] before:border-current";

/**
 * A node as a cell of 24 px: shape and colour by state, a link to its page. A plain one, of which the field's own handler
 * makes a move within the console: thousands of Next's would each listen for themselves.
 */
export const NodeCell = memo(function NodeCell({ node }: { node: NodeRow }) {
  const state = cellState(node);
  const sentence = cellSentence(node);
  const calm = state === "up";
  return (
    <a
      href={nodeHref(node.name)}
      title={sentence}
      aria-label={sentence}
      data-node-state={state}
      className={cn(
        "flex size-6 items-center justify-center rounded-xs hover:bg-selected focus-visible:-outline-offset-1",
        calm ? calmDot : toneClasses[stateLooks[state].tone].soft,
      )}
    >
      {!calm && <StateIcon state={state} size={14} />}
    </a>
  );
});
