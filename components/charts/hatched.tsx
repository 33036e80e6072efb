"use client";

import { useAxis } from "./axis-lane.tsx";
import { placeSpan } from "./axis-place.ts";
import type { Span } from "./timeline-model.ts";

/** The texture of what is not known, over the whole height of a lane. */
export function Hatched({ spans }: { spans: readonly Span[] }) {
  const { view } = useAxis();
  return spans.map((span) => {
    const place = placeSpan(span, view);
    if (place === null) return null;
    return (
      <span
        key={span.fromMs}
        style={{ left: `${place.left}%`, width: `${place.width}%` }}
        className="hatch absolute inset-y-0 bg-unknown-soft text-unknown"
      />
    );
  });
}
