"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo } from "react";
import { Segments } from "#components/ui/filter-chips.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { useServerClock } from "#components/ui/server-clock.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { beatsQuery } from "#lib/client/queries.ts";
import type { EventRow } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";

const Timeline = dynamic(
  () => import("#components/charts/heartbeat-timeline.tsx").then((m) => m.HeartbeatTimeline),
  { ssr: false, loading: () => <Skeleton className="h-35.5" /> },
);

const spans = [
  { value: "5m", label: "5 min", ms: 300_000 },
  { value: "1h", label: "1 h", ms: 3_600_000 },
  { value: "6h", label: "6 h", ms: 21_600_000 },
  { value: "24h", label: "24 h", ms: 86_400_000 },
  { value: "7d", label: "7 d", ms: 604_800_000 },
] as const;
const spanNames = spans.map((span) => span.value);

/** Beats of one owner with what happened beside them; the range is in the address. */
export function OwnerTimeline(props: {
  ownerId: string;
  label: string;
  events: readonly EventRow[];
  closedAtMs?: number | null;
  lastBeatAtMs: number | null;
}) {
  const { ownerId, label, events, closedAtMs = null, lastBeatAtMs } = props;
  const [span, setSpan] = useQueryState("span", parseAsStringLiteral(spanNames).withDefault("5m"));
  const clock = useServerClock();
  const spanMs = spans.find((choice) => choice.value === span)?.ms ?? spans[0].ms;
  const { data, error } = useQuery(beatsQuery(ownerId, spanMs, clock.nowMs));
  // Only when it is older than all that was read: else it would be new, and the picture with it, at every beat.
  const beforeMs =
    lastBeatAtMs !== null && data !== undefined && lastBeatAtMs < data.from ? lastBeatAtMs : null;
  const input = useMemo(() => {
    if (data === undefined) return null;
    const marks = events.map((event) => ({
      atMs: event.at,
      severity: event.severity,
      // The picture has no type for code: what stands between backticks is shown as the rest.
      text: safeText(event.text.replaceAll("`", ""), 200),
    }));
    return { history: data, marks, closedAtMs, lastKnownBeatMs: beforeMs };
  }, [data, events, closedAtMs, beforeMs]);
  return (
    <Section
      title="Heartbeat"
      actions={
        <Segments
          label="Range"
          value={span}
          onValueChange={(next) => void setSpan(next as typeof span)}
          chips={spans}
        />
      }
    >
      {input !== null && <Timeline input={input} label={label} />}
      {input === null && error === null && <Skeleton className="h-35.5" />}
      {input === null && error !== null && (
        <p role="alert" className="text-sm text-secondary">
          The beats could not be read: {error.message}
        </p>
      )}
    </Section>
  );
}
