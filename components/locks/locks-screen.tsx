"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useLiveStore } from "#components/live/live-provider.tsx";
import { OwnCount } from "#components/live/own-count.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorState, ForbiddenState } from "#components/ui/message-state.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { ListTools } from "#components/views/list-tools.tsx";
import { OpenedView } from "#components/views/opened-view.tsx";
import { useColumnChoice, useListSearch } from "#components/views/use-list-search.ts";
import { ProblemError } from "#lib/client/http.ts";
import { locksQuery } from "#lib/client/queries.ts";
import { grouped } from "#lib/domain/words.ts";
import { lockColumnChoices } from "./column-looks.ts";
import { LockFilters } from "./lock-filters.tsx";
import { LockGrid } from "./lock-grid.tsx";
import { firstPageFilter, type LockSearch, lockSearchParsers } from "./lock-search.ts";
import { LockSearchBar } from "./lock-search-bar.tsx";
import { NoMatch } from "./no-match.tsx";
import { type LockRows, useLockRows } from "./use-lock-rows.ts";
import { createPace } from "./use-paced.ts";

// Nearly nobody sees it, and everybody would wait for it.
const NoLocksYet = dynamic(() => import("./no-locks-yet.tsx").then((m) => m.NoLocksYet));

const noFilter = {
  q: "",
  state: [],
  verdict: [],
  source: [],
  owner: "",
  node: "",
  resource: "",
  world: "all",
} as const;

/** The lock table with everything around it. It fills the window; only the rows scroll. */
export function LocksScreen() {
  const [search, setSearch] = useListSearch(lockSearchParsers);
  const [firstFilter] = useState(() => firstPageFilter(search));
  const first = useQuery({ ...locksQuery(firstFilter), staleTime: Number.POSITIVE_INFINITY });
  const [pace] = useState(() => createPace(() => performance.now()));
  const locks = useLockRows(search, first.data, pace);
  // Before either, there are only the few rows that happened to change.
  const known = locks.complete || first.data !== undefined;
  const empty = locks.complete && locks.all === 0;
  const change = (next: Partial<LockSearch>) => void setSearch(next);
  const choice = useColumnChoice("locks", lockColumnChoices, search.cols, (cols) => change({ cols }));
  return (
    <div data-fill className="flex min-h-80 flex-1 flex-col gap-3">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-xl font-medium tracking-tight">Locks</h1>
        {known && <Counts locks={locks} />}
        <div className="max-sm:ml-auto sm:order-last">
          <ListTools
            list="locks"
            columns={lockColumnChoices}
            choice={choice}
            exported={() => ({
              list: "locks",
              rows: locks.rows.map((row) => locks.newest(row).row),
              columns: lockColumnChoices.flatMap(({ id }) => (choice.hidden.has(id) ? [] : [id])),
              complete: locks.complete,
            })}
          />
        </div>
        <div className="flex items-center gap-2 max-sm:w-full sm:ml-auto sm:w-72">
          <LockSearchBar search={search} onChange={change} />
        </div>
      </header>
      <OpenedView list="locks" columns={lockColumnChoices} choice={choice} />
      {!empty && (
        <LockFilters search={search} onChange={change} facets={locks.facets} matching={locks.matching} />
      )}
      {known && locks.problem !== null && <LoadProblem problem={locks.problem} />}
      <Body
        locks={locks}
        error={known ? null : first.error}
        loading={!known}
        empty={empty}
        onRetry={() => void first.refetch()}
        onClear={() => change({ ...noFilter, state: [], verdict: [], source: [] })}
      >
        <LockGrid
          locks={locks}
          sort={search.sort}
          onSort={(sort) => change({ sort: sort as LockSearch["sort"] })}
          hidden={choice.hidden}
          pace={pace}
          resetKey={JSON.stringify({ ...search, cols: null })}
        />
      </Body>
    </div>
  );
}

function Counts({ locks }: { locks: LockRows }) {
  const all = locks.all ?? locks.matching;
  return (
    <OwnCount className="text-secondary tabular-nums">
      {locks.matching === all
        ? `${grouped(all)} locks`
        : `${grouped(locks.matching)} of ${grouped(all)} locks`}
      {!locks.complete && locks.all !== null && " · reading the rest"}
    </OwnCount>
  );
}

function LoadProblem({ problem }: { problem: string }) {
  const store = useLiveStore();
  return (
    <Banner
      tone="warn"
      title="Not all locks could be read: this list is not complete."
      action={
        <Button size="sm" onClick={() => store.retry("locks")}>
          Read again
        </Button>
      }
    >
      {problem}
    </Banner>
  );
}

function Body(props: {
  locks: LockRows;
  error: Error | null;
  loading: boolean;
  empty: boolean;
  onRetry: () => void;
  onClear: () => void;
  children: React.ReactNode;
}) {
  const { locks, error, loading, empty, onRetry, onClear, children } = props;
  if (error instanceof ProblemError && error.code === "forbidden") {
    return <ForbiddenState reason={error.message} />;
  }
  if (error !== null) {
    return (
      <ErrorState
        title="The locks could not be read"
        detail={error.message}
        code={error instanceof ProblemError ? error.code : undefined}
        onRetry={onRetry}
      />
    );
  }
  if (loading) return <SkeletonRows rows={16} label="Reading locks" />;
  if (locks.rows.length > 0) return children;
  return empty ? <NoLocksYet /> : <NoMatch all={locks.all} onClear={onClear} />;
}
