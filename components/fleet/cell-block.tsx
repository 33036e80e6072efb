"use client";

import { useEffect, useRef, useState } from "react";
import type { Block } from "./cell-blocks.ts";
import { NodeCell } from "./node-cell.tsx";

/** Drawn a screen before it is reached. */
const ahead = "400px 0px";

/** Some lines of cells. Out of sight it is as high as they are, and empty. */
export function CellBlock({ block }: { block: Block }) {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(block.always);
  const { always } = block;
  useEffect(() => {
    const element = place.current;
    if (always || element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry !== undefined) setNear(entry.isIntersecting);
      },
      { root: element.closest("[data-values]"), rootMargin: ahead },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [always]);
  return (
    <div
      ref={place}
      className="flex flex-wrap content-start"
      {...(!always && { style: { minHeight: block.heightPx } })}
    >
      {(near || always) && block.nodes.map((node) => <NodeCell key={node.name} node={node} />)}
    </div>
  );
}
