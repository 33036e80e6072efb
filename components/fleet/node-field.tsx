"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useRef } from "react";
import { useWidth } from "#components/charts/use-width.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { grouped } from "#lib/domain/words.ts";
import { GroupCells } from "./group-cells.tsx";
import { fleetStateOrder, type NodeGroup } from "./group-nodes.ts";

interface Props {
  groups: readonly NodeGroup[];
  /** What can be done to a whole group, at the end of its heading. */
  actionOf?: (group: NodeGroup) => ReactNode;
}

/** Where a plain click on a cell leads; a click with a modifier is the browser's own. */
function cellHref(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const cell = event.target instanceof Element ? event.target.closest("a[data-node-state]") : null;
  return cell?.getAttribute("href") ?? null;
}

/**
 * Every node as a cell, by group. A large group has only the cells that are in sight, so that ten thousand nodes scroll
 * and change as one hundred do.
 */
export function NodeField({ groups, actionOf }: Props) {
  const field = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(field);
  const router = useRouter();
  const follow = (event: MouseEvent) => {
    const href = cellHref(event);
    if (href === null) return;
    event.preventDefault();
    router.push(href);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cells are links; this only follows them without a reload
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click
    <div ref={field} onClick={follow} className="flex flex-col gap-5">
      {groups.map((group) => (
        <section key={group.name} aria-label={group.name}>
          <div className="mb-1 flex min-h-6 flex-wrap items-center gap-x-4 gap-y-0.5 text-xs">
            <h3 className="font-medium text-secondary">
              <SafeText text={group.name} maxLength={60} />
            </h3>
            <span className="text-tertiary tabular-nums">
              {grouped(group.nodes.length)} {group.nodes.length === 1 ? "node" : "nodes"}
            </span>
            {fleetStateOrder
              .filter((state) => state !== "up" && (group.counts[state] ?? 0) > 0)
              .map((state) => (
                <StateBadge
                  key={state}
                  state={state}
                  label={`${grouped(group.counts[state] ?? 0)} ${stateLooks[state].word.toLowerCase()}`}
                />
              ))}
            {group.hot > 0 && <StateBadge state="hot" label={`${group.hot} hot`} />}
            {group.stale > 0 && <StateBadge state="orphan" label={`${group.stale} stale`} />}
            {actionOf?.(group)}
          </div>
          <GroupCells nodes={group.nodes} widthPx={widthPx} />
        </section>
      ))}
    </div>
  );
}
