"use client";

import { useState } from "react";
import { useDataAge, useFeed } from "#components/live/live-provider.tsx";
import { feedLevel } from "#components/shell/feed.ts";
import { useServerClock, useServerNow } from "#components/ui/server-clock.tsx";
import { type WallAnswer, wallAnswer } from "#lib/domain/wall/wall-answer.ts";
import { useWallModel } from "./use-wall-model.tsx";
import { isBypassInForce, isPopulated, openIncidents } from "./wall-model.ts";

/** What the wall says first, at this second of the server's clock; and since when it has been calm, if it is. */
export function useWallAnswer(): { answer: WallAnswer; calmSince: number | null; nowMs: number } {
  const model = useWallModel();
  const { lastFrameAt, readOnly, graceUntil } = useFeed();
  const { renderedMs } = useServerClock();
  const nowMs = useServerNow();
  const stale = feedLevel(useDataAge()) === "stale";
  const { real, drill } = model;
  const bypass = real.operations.find(isBypassInForce);
  const answer = wallAnswer({
    nowMs,
    silentSince: stale ? (lastFrameAt ?? renderedMs) : null,
    complete: model.complete,
    problem: model.problem,
    readOnly,
    graceUntil,
    locks: real.locks,
    fleet: real.fleet,
    incidents: openIncidents(real),
    operations: {
      open: real.operations.length,
      awaitingAck: real.operations.filter(({ awaitsAck }) => awaitsAck).length,
    },
    bypassUntil: bypass === undefined ? null : (bypass.due?.at ?? nowMs),
    drill: isPopulated(drill),
  });
  // A drill is looked at: its picture stays, too.
  const turns = answer.level === "calm" && !isPopulated(drill);
  const [began, setBegan] = useState<number | null>(null);
  if (turns !== (began !== null)) setBegan(turns ? nowMs : null);
  return { answer, calmSince: turns ? (began ?? nowMs) : null, nowMs };
}
