"use client";

import type { ReactNode } from "react";
import { useAxis } from "./axis-lane.tsx";
import { stretchTo } from "./axis-place.ts";

/** Keeps what was drawn for `drawnView` right under the shared axis, until it is drawn anew for the view itself. */
export function Stretched({ heightPx, children }: { heightPx: number; children: ReactNode }) {
  const { view, drawnView } = useAxis();
  const { shift, scale } = stretchTo(drawnView, view);
  const still = shift === 0 && scale === 1;
  return (
    <div
      style={{
        height: heightPx,
        transformOrigin: "0 0",
        ...(still ? {} : { transform: `translateX(${shift * 100}%) scaleX(${scale})` }),
      }}
    >
      {children}
    </div>
  );
}
