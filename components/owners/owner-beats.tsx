"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useSettled } from "#components/locks/use-settled.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { recentBeatsQuery } from "#lib/client/queries.ts";
import type { RecentBeats } from "#lib/contract/lists.ts";
import type { OwnerRow } from "#lib/contract/rows.ts";
import { ownerState } from "./owner-words.ts";

const ownersMax = 200;
const settleMs = 150;

type Beats = RecentBeats["items"][number];
const Context = createContext<ReadonlyMap<string, Beats>>(new Map());
const Sparkline = dynamic(
  () => import("#components/charts/heartbeat-sparkline.tsx").then((m) => m.HeartbeatSparkline),
  { ssr: false },
);

/** Asks for the last beats of the owners in view that have a session, for the sparklines below it. */
export function OwnerBeatsProvider({ rows, children }: { rows: readonly OwnerRow[]; children: ReactNode }) {
  const beating = rows.filter((row) => row.kind === "session").map((row) => row.id);
  const key = useSettled(beating.sort().slice(0, ownersMax).join(","), settleMs);
  const ids = useMemo(() => (key === "" ? [] : key.split(",")), [key]);
  const { data } = useQuery(recentBeatsQuery(ids));
  const byOwner = useMemo(() => new Map(data?.items.map((item) => [item.ownerId, item])), [data]);
  return <Context value={byOwner}>{children}</Context>;
}

/** When the owner last beat: rows change only with a verdict, so the beats themselves know better. */
export function OwnerLastBeat({ row }: { row: OwnerRow }) {
  const newest = useContext(Context).get(row.id)?.beats.at(-1) ?? 0;
  const atMs = Math.max(newest, row.lastBeatAt ?? 0);
  return <TimeAgo atMs={atMs === 0 ? null : atMs} show="relative" never="–" />;
}

/** The last beats of a row's owner; says so when it has no session that could beat. */
export function OwnerBeats({ row }: { row: OwnerRow }) {
  const beats = useContext(Context).get(row.id);
  if (row.kind === "process") {
    return (
      <span className="text-xs text-tertiary" title="It has no session with Locksmith, so nothing beats.">
        no session
      </span>
    );
  }
  if (beats === undefined) return null;
  return (
    <Sparkline beats={beats.beats} rhythmMs={beats.rhythmMs} ttlMs={beats.ttlMs} state={ownerState(row)} />
  );
}
