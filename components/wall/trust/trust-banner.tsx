"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDataAge, useFeed } from "#components/live/live-provider.tsx";
import { feedLevel } from "#components/shell/feed.ts";
import { formatDuration } from "#components/ui/format-time.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { useFromNow } from "#components/ui/server-clock.tsx";
import { type Collection, rowsOf } from "#lib/client/live-collection.ts";
import { queryKeys } from "#lib/client/query-keys.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { lastKnownWords, staleWords } from "./trust-words.ts";

/** Across the whole top of a wall: that its data is late or old, else what the server says of itself. */
export function TrustBanner() {
  const { lastFrameAt, status, graceUntil, readOnly } = useFeed();
  const ageMs = useDataAge();
  const level = feedLevel(ageMs);
  const graceMs = useFromNow((nowMs) =>
    graceUntil === null ? 0 : Math.max(0, Math.ceil((graceUntil - nowMs) / 1_000) * 1_000),
  );
  const known = useLastKnown(level === "stale");
  if (level === "stale" && ageMs !== null) {
    return (
      <div className="trust-strip" data-tone="stale" role="alert">
        {/* The seconds are for eyes: what is announced is said once. */}
        <p aria-hidden="true">{staleWords(lastFrameAt, ageMs)}</p>
        <p className="sr-only">No data comes any more. What you see is old.</p>
        <p>{known}</p>
      </div>
    );
  }
  if (level === "late" || status === "retrying") {
    return (
      <div className="trust-strip" data-tone="late" role="status">
        <p>
          {status === "retrying"
            ? "The connection is lost; trying again. "
            : "Nothing has come for a while. "}
          <span aria-hidden="true">Last heard {Math.floor((ageMs ?? 0) / 1_000)}s ago.</span>
        </p>
      </div>
    );
  }
  if (readOnly === null && graceMs === 0) return null;
  return (
    <div className="trust-strip" data-tone={readOnly === null ? "info" : "late"} role="status">
      {readOnly !== null && (
        <p>
          Read-only: the server cannot store anything now. <SafeText text={readOnly} />
        </p>
      )}
      {graceMs > 0 && (
        <p>
          The server has just started: owners may still show themselves, and none is called lost yet.{" "}
          <span aria-hidden="true">That ends in {formatDuration(graceMs)}.</span>
        </p>
      )}
    </div>
  );
}

/** What was wrong when it was last heard of, read once from what is already there. A line in any case: it covers that of the dead man. */
function useLastKnown(needed: boolean): string {
  const queryClient = useQueryClient();
  return useMemo(() => {
    if (!needed) return "";
    const locks = queryClient.getQueryData<Collection<LockRow>>(queryKeys.live("locks"));
    if (locks === undefined) return "Nothing had been read yet.";
    return lastKnownWords(rowsOf(locks)) ?? "When last heard: no HOT and no stale lock.";
  }, [needed, queryClient]);
}
