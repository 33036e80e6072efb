"use client";

import { useDeferredValue, useMemo, useState } from "react";
import { DrillFilter } from "#components/drill/drill-filter.tsx";
import { ListCounts, ListFrame } from "#components/live/list-frame.tsx";
import { RowGrid } from "#components/live/row-grid.tsx";
import { sortRows } from "#components/live/sort-rows.ts";
import { useLiveRows } from "#components/live/use-collection.ts";
import { createPace, usePaced } from "#components/locks/use-paced.ts";
import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { FilterChips } from "#components/ui/filter-chips.tsx";
import { EmptyState } from "#components/ui/message-state.tsx";
import { NoMatch } from "#components/ui/no-match.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { ListTools } from "#components/views/list-tools.tsx";
import { OpenedView } from "#components/views/opened-view.tsx";
import { useColumnChoice, useListSearch } from "#components/views/use-list-search.ts";
import { operationHref } from "#lib/client/paths.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import { type OperationState, operationKinds } from "#lib/domain/operations/operation.ts";
import { useDesk } from "./desk.tsx";
import { NarrowOperation } from "./narrow-operation.tsx";
import { operationColumns } from "./operation-columns.tsx";
import { byUrgency, filterOperations } from "./operation-rows.ts";
import { operationSearchParsers } from "./operation-search.ts";
import { kindWords } from "./operation-words.ts";

const states: readonly OperationState[] = [
  "planned",
  "waiting",
  "running",
  "done",
  "failed",
  "aborted",
  "expired",
];
const nothing = { q: "", kind: [], state: [], open: false, world: "all" as const };
const idOf = (row: OperationRow) => row.id;
const hrefOf = (row: OperationRow) => operationHref(row.id);
const sortKeys = {
  state: (row: OperationRow) => stateLooks[row.state].word,
  kind: (row: OperationRow) => kindWords[row.kind],
  by: (row: OperationRow) => row.createdBy.name,
  at: (row: OperationRow) => row.confirmedAt ?? row.createdAt,
};

/** Every guarded action that was ever planned: what waits for somebody first. */
export function OperationsScreen() {
  const [search, setSearch] = useListSearch(operationSearchParsers);
  const choice = useColumnChoice(
    "operations",
    operationColumns,
    search.cols,
    (ids) => void setSearch({ cols: ids }),
  );
  const [pace] = useState(() => createPace(() => performance.now()));
  const desk = useDesk();
  const mayPlan = useCan("operation.plan").allowed;
  const live = useLiveRows("operations");
  const all = usePaced(live.rows, pace, live.complete);
  const filter = useDeferredValue(search);
  const rows = useMemo(
    () => sortRows(filterOperations(all, filter), filter.sort, sortKeys, byUrgency),
    [all, filter],
  );
  const counts = useMemo(() => Map.groupBy(all, (row) => row.state), [all]);
  return (
    <div data-fill className="flex min-h-80 flex-1 flex-col gap-3">
      <PageHeader
        title="Operations"
        meta={<ListCounts noun="operation" shown={rows.length} live={live} />}
        actions={
          <>
            <ListTools
              list="operations"
              columns={operationColumns}
              choice={choice}
              exported={() => ({
                list: "operations",
                rows,
                columns: operationColumns.flatMap(({ id }) => (choice.hidden.has(id) ? [] : [id])),
                complete: live.complete,
              })}
            />
            {mayPlan && <Button onClick={() => desk({ form: "drain" })}>Drain…</Button>}
          </>
        }
      />
      <OpenedView list="operations" columns={operationColumns} choice={choice} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchInput
          label="Filter operations by title, resource or person"
          placeholder="Title, resource, person"
          value={search.q}
          onValueChange={(q) => void setSearch({ q })}
          className="w-full sm:w-72"
        />
        <DrillFilter value={search.world} onValueChange={(world) => void setSearch({ world })} />
        <FilterChips
          label="Not ended"
          values={search.open ? ["open"] : []}
          onValuesChange={(values) => void setSearch({ open: values.length > 0 })}
          chips={[{ value: "open", label: "Not ended" }]}
        />
        <FilterChips
          label="State"
          values={search.state}
          onValuesChange={(values) => void setSearch({ state: values as OperationState[] })}
          chips={states.map((state) => ({
            value: state,
            label: stateLooks[state].word,
            state,
            ...(live.complete && { count: counts.get(state)?.length ?? 0 }),
          }))}
        />
        <FilterChips
          label="Kind"
          className="max-sm:hidden"
          values={search.kind}
          onValuesChange={(values) => void setSearch({ kind: values as typeof search.kind })}
          chips={operationKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
        />
      </div>
      <ListFrame
        topic="operations"
        live={live}
        shown={rows.length}
        empty={<NoOperations />}
        noMatch={
          <NoMatch
            noun="operation"
            all={live.complete ? live.rows.length : null}
            onClear={() => void setSearch(nothing)}
          />
        }
      >
        <RowGrid
          label="Operations"
          rows={rows}
          idOf={idOf}
          hrefOf={hrefOf}
          columns={operationColumns}
          sort={search.sort}
          onSort={(sort) => void setSearch({ sort })}
          narrowItem={(row) => <NarrowOperation row={row} />}
          pace={pace}
          complete={live.complete}
          hidden={choice.hidden}
          resetKey={JSON.stringify({ ...search, cols: null })}
        />
      </ListFrame>
    </div>
  );
}

function NoOperations() {
  return (
    <EmptyState title="Nothing was ever done from here">
      <p>
        A guarded action begins with a plan: clear a stale lock on the lock’s page, drain a node on its page
        or a group under Fleet. Each is reviewed, confirmed, and kept here with its evidence. A shell can plan
        them as well, and changes nothing before it is confirmed:
      </p>
      <CodeLine label="the command that plans a drain" code="npx locksmith drain --fleet --dry-run" />
    </EmptyState>
  );
}
