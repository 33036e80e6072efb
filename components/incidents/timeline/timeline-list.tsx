"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { useAxisCursor, useChosenMs } from "#components/charts/axis-cursor.tsx";
import { Button } from "#components/ui/button.tsx";
import { usePreferences } from "#components/ui/preferences.ts";
import { usePrinting } from "#components/ui/use-printing.ts";
import type { TimelineItem } from "#lib/contract/incidents.ts";
import { TimelineLine } from "./timeline-line.tsx";
import { newDay } from "./timeline-rows.ts";

const linePx = 54;
const endPx = 24;

interface TimelineProps {
  items: readonly TimelineItem[];
  openedAtMs: number;
}

/** Lines from the oldest to the newest: those in view on a screen, all of them on paper. */
export function TimelineList(props: TimelineProps) {
  return usePrinting() ? <WholeTimeline {...props} /> : <LiveTimeline {...props} />;
}

/** Only the day's change parts the lines. */
function WholeTimeline({ items, openedAtMs }: TimelineProps) {
  const { zone } = usePreferences();
  return (
    <ol>
      {items.map((item, index) => {
        const day = newDay(item.at, items[index - 1]?.at ?? null, zone);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: paper does not change
          <li key={index} className="break-inside-avoid border-t border-line">
            {day !== null && <p className="px-2 pt-1.5 text-xs text-tertiary tabular-nums">{day}</p>}
            <TimelineLine item={item} openedAtMs={openedAtMs} chosen={false} onChoose={() => undefined} />
          </li>
        );
      })}
    </ol>
  );
}

/** However many there are. Who stands at the newest line stays there when more come. */
function LiveTimeline({ items, openedAtMs }: TimelineProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(false);
  const cursor = useAxisCursor();
  const chosenMs = useChosenMs();
  const { zone } = usePreferences();
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePx,
    overscan: 6,
  });
  const last = items.length - 1;
  useEffect(() => {
    if (atEnd.current) virtualizer.scrollToIndex(last, { align: "end" });
  }, [virtualizer, last]);
  const rows = virtualizer.getVirtualItems();
  const top = rows[0]?.start ?? 0;
  return (
    <>
      <div
        ref={scroller}
        onScroll={({ currentTarget: box }) => {
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < endPx;
        }}
        className="max-h-[min(70dvh,44rem)] overflow-y-auto overscroll-contain border-y border-line"
      >
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          <ol className="absolute inset-x-0 top-0" style={{ transform: `translateY(${top}px)` }}>
            {rows.map(({ index, key }) => {
              const item = items[index];
              if (item === undefined) return null;
              const day = newDay(item.at, items[index - 1]?.at ?? null, zone);
              return (
                <li
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  aria-setsize={items.length}
                  aria-posinset={index + 1}
                >
                  {day !== null && <p className="px-2 pt-1.5 text-xs text-tertiary tabular-nums">{day}</p>}
                  <TimelineLine
                    item={item}
                    openedAtMs={openedAtMs}
                    chosen={chosenMs === item.at}
                    onChoose={() => cursor.choose(item.at, true)}
                  />
                </li>
              );
            })}
          </ol>
        </div>
      </div>
      <div className="mt-2 flex gap-2">
        <Button
          size="sm"
          icon={<ArrowDown aria-hidden size={14} />}
          onClick={() => virtualizer.scrollToIndex(last, { align: "end" })}
          className="pointer-coarse:h-11"
        >
          Jump to the newest
        </Button>
        <Button
          size="sm"
          variant="ghost"
          icon={<ArrowUp aria-hidden size={14} />}
          onClick={() => virtualizer.scrollToIndex(0)}
          className="pointer-coarse:h-11"
        >
          To the oldest
        </Button>
      </div>
    </>
  );
}
