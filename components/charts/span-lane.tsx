"use client";

import { cn } from "#components/ui/cn.ts";
import { type StateName, stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { useAxis } from "./axis-lane.tsx";
import { placeSpan, shareOf } from "./axis-place.ts";
import type { Span } from "./timeline-model.ts";

/** What something did for a while; one without length is an end, drawn as its mark. */
export interface LaneSpan extends Span {
  state: StateName;
  word: string;
}

const wordPx = 7;

/** What one thing did one after the other, as spans under a shared axis; each says its word where there is room. */
export function SpanLane({ spans, heightPx }: { spans: readonly LaneSpan[]; heightPx: number }) {
  const { view, widthPx } = useAxis();
  return (
    <div className="relative" style={{ height: heightPx }}>
      {spans.map((span) => {
        const tone = toneClasses[stateLooks[span.state].tone];
        const key = `${span.fromMs} ${span.word}`;
        if (span.toMs <= span.fromMs) {
          const share = shareOf(span.fromMs, view);
          if (share < 0 || share > 1) return null;
          return (
            <span key={key} style={{ left: `${share * 100}%` }} className="absolute top-1/2 -translate-1/2">
              <StateIcon state={span.state} size={12} />
            </span>
          );
        }
        const place = placeSpan(span, view);
        if (place === null) return null;
        const roomy = (place.width / 100) * widthPx > span.word.length * wordPx + 8;
        return (
          <span
            key={key}
            style={{ left: `${place.left}%`, width: `max(2px, ${place.width}%)` }}
            className={cn(
              "absolute inset-y-0.5 overflow-hidden rounded-xs border-l-2 border-current px-1 text-2xs leading-4 whitespace-nowrap",
              tone.soft,
              tone.text,
            )}
          >
            {roomy && span.word}
          </span>
        );
      })}
    </div>
  );
}
