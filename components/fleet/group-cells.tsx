"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import type { NodeRow } from "#lib/contract/rows.ts";
import { cellLines, drawnCells, type PartsInSight, partPlace } from "./cell-lines.ts";
import { NodeCell } from "./node-cell.tsx";

/** Drawn before it is reached. */
const ahead = "400px 0px";

/**
 * The cells of one group. Of a large one only those near what is in sight are there, in one list: when nodes come or go,
 * the others keep their cells, and only what changed is drawn anew.
 */
export function GroupCells({ nodes, widthPx }: { nodes: readonly NodeRow[]; widthPx: number }) {
  const place = useRef<HTMLDivElement>(null);
  const lines = cellLines(nodes.length, widthPx);
  const inSight = usePartsInSight(place, lines.parts);
  const { from, to, topPx } = drawnCells(nodes.length, lines, inSight);
  const cells = nodes.slice(from, to).map((node) => <NodeCell key={node.name} node={node} />);
  if (lines.parts === 0) return <div className="flex flex-wrap content-start">{cells}</div>;
  return (
    <div ref={place} className="relative" style={{ height: lines.heightPx }}>
      {Array.from({ length: lines.parts }, (_, part) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
          key={part}
          data-part={part}
          className="absolute inset-x-0"
          style={partPlace(part, lines)}
        />
      ))}
      <div className="absolute inset-x-0 flex flex-wrap content-start" style={{ top: topPx }}>
        {cells}
      </div>
    </div>
  );
}

/** From the first to the last part that is near what is in sight of its scroller; null when none is. */
function usePartsInSight(place: RefObject<HTMLDivElement | null>, parts: number): PartsInSight | null {
  const [inSight, setInSight] = useState<PartsInSight | null>(null);
  useEffect(() => {
    const element = place.current;
    if (parts === 0 || element === null) return;
    const near = new Set<number>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const part = Number(target.getAttribute("data-part"));
          if (isIntersecting) near.add(part);
          else near.delete(part);
        }
        setInSight(near.size === 0 ? null : { first: Math.min(...near), last: Math.max(...near) });
      },
      { root: element.closest("[data-values]"), rootMargin: ahead },
    );
    for (const part of element.querySelectorAll("[data-part]")) observer.observe(part);
    return () => observer.disconnect();
  }, [place, parts]);
  return inSight;
}
