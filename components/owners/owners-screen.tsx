"use client";

import { useDeferredValue, useMemo, useState } from "react";
import { DrillFilter } from "#components/drill/drill-filter.tsx";
import { ListCounts, ListFrame } from "#components/live/list-frame.tsx";
import { RowGrid } from "#components/live/row-grid.tsx";
import { sortRows } from "#components/live/sort-rows.ts";
import { useLiveRows } from "#components/live/use-collection.ts";
import { createPace, usePaced } from "#components/locks/use-paced.ts";
import { CodeLine } from "#components/ui/code-line.tsx";
import { FilterChips } from "#components/ui/filter-chips.tsx";
import { EmptyState } from "#components/ui/message-state.tsx";
import { NoMatch } from "#components/ui/no-match.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { ListTools } from "#components/views/list-tools.tsx";
import { OpenedView } from "#components/views/opened-view.tsx";
import { useColumnChoice, useListSearch } from "#components/views/use-list-search.ts";
import { ownerHref } from "#lib/client/paths.ts";
import type { OwnerRow } from "#lib/contract/rows.ts";
import { counted } from "#lib/domain/words.ts";
import { OwnerBeatsProvider } from "./owner-beats.tsx";
import { ownerColumns } from "./owner-columns.tsx";
import { ownerSearchParsers } from "./owner-search.ts";
import { byAttention, filterOwners, ownerState, ownerTitle } from "./owner-words.ts";

const chips = ["orphan", "ghost", "suspect", "unknown", "live", "stopped"] as const;
const nothing = { q: "", verdict: [], kind: [], node: "", world: "all" as const };
const idOf = (row: OwnerRow) => row.id;
const hrefOf = (row: OwnerRow) => ownerHref(row.id);
const sortKeys = {
  verdict: (row: OwnerRow) => stateLooks[ownerState(row)].word,
  name: ownerTitle,
  node: (row: OwnerRow) => row.node,
  beat: (row: OwnerRow) => row.lastBeatAt,
  locks: (row: OwnerRow) => row.locks,
  opened: (row: OwnerRow) => row.openedAt,
};

/** Everybody who holds, waits or beats. */
export function OwnersScreen() {
  const [search, setSearch] = useListSearch(ownerSearchParsers);
  const choice = useColumnChoice("owners", ownerColumns, search.cols, (ids) => void setSearch({ cols: ids }));
  const [pace] = useState(() => createPace(() => performance.now()));
  const live = useLiveRows("owners");
  const all = usePaced(live.rows, pace, live.complete);
  const filter = useDeferredValue(search);
  const rows = useMemo(
    () => sortRows(filterOwners(all, filter), filter.sort, sortKeys, byAttention),
    [all, filter],
  );
  const states = useMemo(() => Map.groupBy(all, ownerState), [all]);
  return (
    <div data-fill className="flex min-h-80 flex-1 flex-col gap-3">
      <PageHeader
        title="Owners"
        meta={<ListCounts noun="owner" shown={rows.length} live={live} />}
        actions={
          <ListTools
            list="owners"
            columns={ownerColumns}
            choice={choice}
            exported={() => ({
              list: "owners",
              rows,
              columns: ownerColumns.flatMap(({ id }) => (choice.hidden.has(id) ? [] : [id])),
              complete: live.complete,
            })}
          />
        }
      />
      <OpenedView list="owners" columns={ownerColumns} choice={choice} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchInput
          label="Filter owners by service, command, node, user or process"
          placeholder="Service, command, node, PID"
          value={search.q}
          onValueChange={(q) => void setSearch({ q })}
          className="w-full sm:w-80"
        />
        <DrillFilter value={search.world} onValueChange={(world) => void setSearch({ world })} />
        <FilterChips
          label="Verdict"
          values={search.verdict}
          onValuesChange={(verdict) => void setSearch({ verdict })}
          chips={chips.map((state) => ({
            value: state,
            label: stateLooks[state].word,
            state,
            ...(live.complete && { count: states.get(state)?.length ?? 0 }),
          }))}
        />
        <FilterChips
          label="Known by"
          values={search.kind}
          onValuesChange={(kind) => void setSearch({ kind })}
          chips={[
            { value: "session", label: "Sessions" },
            { value: "process", label: "Processes" },
          ]}
        />
      </div>
      <ListFrame
        topic="owners"
        live={live}
        shown={rows.length}
        empty={<NoOwners />}
        noMatch={
          <NoMatch
            noun="owner"
            all={live.complete ? live.rows.length : null}
            onClear={() => void setSearch(nothing)}
          />
        }
      >
        <RowGrid
          label="Owners"
          rows={rows}
          idOf={idOf}
          hrefOf={hrefOf}
          columns={ownerColumns}
          sort={search.sort}
          onSort={(sort) => void setSearch({ sort })}
          narrowItem={(row) => <NarrowOwner row={row} />}
          pace={pace}
          complete={live.complete}
          hidden={choice.hidden}
          resetKey={JSON.stringify({ ...search, cols: null })}
          around={(visible, grid) => <OwnerBeatsProvider rows={visible}>{grid}</OwnerBeatsProvider>}
        />
      </ListFrame>
    </div>
  );
}

function NoOwners() {
  return (
    <EmptyState title="Nobody has been seen yet">
      <p>
        An owner appears when it opens a session with Locksmith, or when an agent sees it hold a file lock. On
        the server’s own host one line starts an agent; for another host, Settings, Agents makes its line.
      </p>
      <CodeLine label="the agent’s command" code="npx locksmith agent" />
    </EmptyState>
  );
}

function NarrowOwner({ row }: { row: OwnerRow }) {
  return (
    <span className="flex h-full flex-col justify-center gap-0.5 px-1">
      <span className="flex items-center justify-between gap-3">
        <SafeText
          text={ownerTitle(row)}
          maxLength={60}
          truncate={row.service === null ? true : "middle"}
          className="min-w-0"
        />
        <StateBadge state={ownerState(row)} className="shrink-0" />
      </span>
      <span className="flex justify-between gap-3 text-xs text-tertiary">
        <SafeText text={row.node} maxLength={40} truncate="middle" className="min-w-0" />
        <span className="shrink-0 tabular-nums">{counted(row.locks, "lock")}</span>
      </span>
    </span>
  );
}
