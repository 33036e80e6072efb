"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { type Collection, emptyCollection, rowsOf } from "#lib/client/live-collection.ts";
import type { LivePage, LiveRows, LiveTopic } from "#lib/client/live-reducer.ts";
import { queryKeys } from "#lib/client/query-keys.ts";
import { useLiveStore } from "./live-provider.tsx";

const none = {
  locks: emptyCollection<LiveRows["locks"]>(),
  owners: emptyCollection<LiveRows["owners"]>(),
  nodes: emptyCollection<LiveRows["nodes"]>(),
  operations: emptyCollection<LiveRows["operations"]>(),
  incidents: emptyCollection<LiveRows["incidents"]>(),
};

/** One page of a list, as the server answers it. */
interface SeedPage<T extends LiveTopic> {
  items: LiveRows[T][];
  revision: number;
  total: number;
}

/**
 * A whole list, kept current by the stream; asking for it starts reading it. `seed` is a page that came with the
 * document: its rows are there at once. `load.complete` says when all rows are.
 */
export function useCollection<T extends LiveTopic>(topic: T, seed?: SeedPage<T>): Collection<LiveRows[T]> {
  const store = useLiveStore();
  useEffect(() => store.demand(topic), [store, topic]);
  useEffect(() => {
    if (seed === undefined) return;
    const { items, revision, total } = seed;
    store.dispatch({
      kind: "page",
      topic,
      load: "seed",
      rows: items,
      revision,
      total,
      last: false,
    } as LivePage<T> & Parameters<typeof store.dispatch>[0]);
  }, [store, topic, seed]);
  const { data } = useQuery<Collection<LiveRows[T]>>({ queryKey: queryKeys.live(topic), queryFn: skipToken });
  // What the stream brought must not be in the first picture, which has to be the server's.
  const hydrated = useHydrated();
  return (hydrated ? data : undefined) ?? (none[topic] as unknown as Collection<LiveRows[T]>);
}

const never = () => () => undefined;

function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** The rows of a whole list, in no order that means anything, and whether all of them are there. */
export function useLiveRows<T extends LiveTopic>(
  topic: T,
  seed?: SeedPage<T>,
): { rows: LiveRows[T][]; complete: boolean; total: number | null; problem: string | null } {
  const collection = useCollection(topic, seed);
  const { complete, total, problem } = collection.load;
  const fromSeed = collection.size === 0 && !complete && seed !== undefined;
  const rows = useMemo(() => (fromSeed ? seed.items : rowsOf(collection)), [collection, fromSeed, seed]);
  return { rows, complete, total: complete ? rows.length : total, problem };
}
