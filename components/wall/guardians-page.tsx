"use client";

import { useRef } from "react";
import { shareRoom } from "#lib/domain/wall/share-room.ts";
import { BeatLines } from "./beat-lines.tsx";
import { EventLines } from "./event-lines.tsx";
import { HistoryBars } from "./history-bars.tsx";
import { useBox } from "./use-box.ts";
import { useWallEvents } from "./use-wall-events.ts";
import { useWallModel } from "./use-wall-model.tsx";
import { heights } from "./wall-heights.ts";

/** Every guardian's heartbeat, and the last hour; only while nothing is wrong. */
export function GuardiansPage() {
  const { guards } = useWallModel().real;
  const { real: events, series } = useWallEvents();
  const place = useRef<HTMLDivElement>(null);
  const box = useBox(place);
  const height = box === null ? 0 : box.heightPx / box.unitPx;
  const [strips = 0] = shareRoom(height, [
    { rows: guards.shown.length, titleHeight: heights.title, rowHeight: heights.strip, least: 1 },
  ]);
  return (
    <div
      ref={place}
      className="wall-turn grid min-h-0 flex-1 grid-cols-[1.35fr_1fr] grid-rows-[minmax(0,1fr)] gap-12"
    >
      <BeatLines guards={guards} shown={strips} />
      <div className="flex min-h-0 min-w-0 flex-col gap-5">
        <HistoryBars series={series} />
        <EventLines events={events} shown={8} />
      </div>
    </div>
  );
}
