"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { recentBeatsQuery } from "#lib/client/queries.ts";
import type { RecentBeats } from "#lib/contract/lists.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { useSettled } from "./use-settled.ts";

const ownersMax = 200;
/** Rows that fly past while scrolling are not asked for. */
const settleMs = 150;
const sparklinePx = 88;

type Beats = RecentBeats["items"][number];
const Context = createContext<ReadonlyMap<string, Beats>>(new Map());
const Sparkline = dynamic(
  () => import("#components/charts/heartbeat-sparkline.tsx").then((m) => m.HeartbeatSparkline),
  { ssr: false },
);

/** Owners with a session among these rows, each once, in a stable order. */
export function beatingOwners(rows: readonly LockRow[]): string[] {
  const ids = new Set<string>();
  for (const row of rows) if (row.holder !== null && row.source === "native") ids.add(row.holder.ownerId);
  return [...ids].sort().slice(0, ownersMax);
}

/** Asks for the last beats of the owners of the rows in view, for the sparklines below it. */
export function RowBeatsProvider({ rows, children }: { rows: readonly LockRow[]; children: ReactNode }) {
  const key = useSettled(beatingOwners(rows).join(","), settleMs);
  const ids = useMemo(() => (key === "" ? [] : key.split(",")), [key]);
  const { data } = useQuery(recentBeatsQuery(ids));
  const byOwner = useMemo(() => new Map(data?.items.map((item) => [item.ownerId, item])), [data]);
  return <Context value={byOwner}>{children}</Context>;
}

/** The last beats of a row's owner; says so when the owner has no session that could beat. */
export function RowBeats({ row }: { row: LockRow }) {
  const beats = useContext(Context).get(row.holder?.ownerId ?? "");
  if (row.holder === null) return <span className="text-tertiary">–</span>;
  if (row.source !== "native") {
    return (
      <span
        className="text-xs text-tertiary"
        title="Its owner has no session with Locksmith, so nothing beats."
      >
        no session
      </span>
    );
  }
  if (beats === undefined) return null;
  const { beats: times, rhythmMs, ttlMs } = beats;
  const state = row.verdict === null ? {} : { state: row.verdict };
  return <Sparkline beats={times} rhythmMs={rhythmMs} ttlMs={ttlMs} width={sparklinePx} {...state} />;
}

/** The last beat: rows carry the one of their last judgement, the sparkline's beats are newer. */
export function LastBeat({ row }: { row: LockRow }) {
  const newest =
    useContext(Context)
      .get(row.holder?.ownerId ?? "")
      ?.beats.at(-1) ?? null;
  const atMs = row.holder === null ? null : Math.max(row.lastBeatAt ?? 0, newest ?? 0);
  return <TimeAgo atMs={atMs === 0 ? null : atMs} show="relative" never="–" />;
}
