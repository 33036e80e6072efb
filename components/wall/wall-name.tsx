"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { DrillTag } from "#components/ui/drill-tag.tsx";
import { isDrillName, plainName } from "#lib/domain/drill/names.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { cutName } from "#lib/domain/wall/cut-name.ts";

/**
 * A name that a host made up, in mono, cut in its middle where it must be: nobody can hover over a wall. It takes what room
 * its line has; what is read out is whole.
 */
export function WallName({ name, className }: { name: string; className?: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const room = useCharsOf(place);
  const drill = isDrillName(name);
  const whole = safeText(drill ? plainName(name) : name, 200);
  const shown = room === null ? whole : cutName(whole, room);
  return (
    <bdi className={cn("flex min-w-0 flex-1 items-baseline font-mono", className)}>
      {drill && (
        <span className="shrink-0">
          <DrillTag />
        </span>
      )}
      <span
        ref={place}
        aria-hidden={shown !== whole}
        className="min-w-0 flex-1 overflow-hidden whitespace-pre"
      >
        {shown}
      </span>
      {shown !== whole && <span className="sr-only">{whole}</span>}
    </bdi>
  );
}

/** How many characters of its own font fit into the element; null until it is measured. */
function useCharsOf(place: RefObject<HTMLElement | null>): number | null {
  const [room, setRoom] = useState<number | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => {
      const letters = document.createRange();
      letters.selectNodeContents(element);
      const count = [...(element.textContent ?? "")].length;
      const charPx = letters.getBoundingClientRect().width / count;
      // Half a pixel of rounding is no missing letter.
      if (charPx > 0) setRoom(Math.floor((element.getBoundingClientRect().width + 0.5) / charPx));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    let gone = false;
    document.fonts.ready.then(() => {
      if (!gone) measure();
    });
    return () => {
      gone = true;
      observer.disconnect();
    };
  }, [place]);
  return room;
}
