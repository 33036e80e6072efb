"use client";

import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { usePrinting } from "./use-printing.ts";

/** The first of a list, and the others when they are asked for, and on paper: a page stays as long as what matters on it. */
export function ShowAll<T>(props: {
  items: readonly T[];
  first: number;
  children: (shown: readonly T[]) => ReactNode;
}) {
  const { items, first, children } = props;
  const [asked, setAsked] = useState(false);
  const printing = usePrinting();
  const all = asked || printing;
  return (
    <>
      {children(all ? items : items.slice(0, first))}
      {!all && items.length > first && (
        <Button size="sm" className="mt-2 pointer-coarse:h-11" onClick={() => setAsked(true)}>
          Show all {items.length.toLocaleString("en-US")}
        </Button>
      )}
    </>
  );
}
