"use client";

import { useDeferredValue, useMemo, useState } from "react";
import { DrillFilter } from "#components/drill/drill-filter.tsx";
import { ListCounts, ListFrame } from "#components/live/list-frame.tsx";
import { RowGrid } from "#components/live/row-grid.tsx";
import { compareNames, sortRows } from "#components/live/sort-rows.ts";
import { useLiveRows } from "#components/live/use-collection.ts";
import { createPace, type Pace, usePaced } from "#components/locks/use-paced.ts";
import { useDesk } from "#components/operations/desk.tsx";
import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { FilterChips, Segments } from "#components/ui/filter-chips.tsx";
import { EmptyState } from "#components/ui/message-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { ListTools } from "#components/views/list-tools.tsx";
import { OpenedView } from "#components/views/opened-view.tsx";
import { useColumnChoice, useListSearch } from "#components/views/use-list-search.ts";
import { nodeHref } from "#lib/client/paths.ts";
import type { NodeRow } from "#lib/contract/rows.ts";
import { fleetStateOf } from "#lib/domain/fleet-state.ts";
import { fleetSearchParsers } from "./fleet-search.ts";
import {
  countStates,
  filterNodes,
  fleetStateOrder,
  type GroupBy,
  groupNodes,
  rareStates,
} from "./group-nodes.ts";
import { NarrowNode } from "./narrow-node.tsx";
import { NoNodes } from "./no-nodes.tsx";
import { nodeColumns } from "./node-columns.tsx";
import { NodeField } from "./node-field.tsx";

const nothing = { q: "", state: [], kind: [], group: [], world: "all" as const };
const idOf = (row: NodeRow) => row.name;
const hrefOf = (row: NodeRow) => nodeHref(row.name);
const byName = (a: NodeRow, b: NodeRow) => compareNames(a.name, b.name);
const sortKeys = {
  state: (row: NodeRow) => fleetStateOrder.indexOf(fleetStateOf(row)),
  name: (row: NodeRow) => row.name,
  kind: (row: NodeRow) => row.kind,
  group: (row: NodeRow) => row.group,
  locks: (row: NodeRow) => row.locks,
  hot: (row: NodeRow) => row.hot,
  stale: (row: NodeRow) => row.stale,
  beat: (row: NodeRow) => row.lastBeatAt,
};

/** Every node: as a field of cells by group or kind, or as a table. */
export function FleetScreen() {
  const [search, setSearch] = useListSearch(fleetSearchParsers);
  const choice = useColumnChoice("fleet", nodeColumns, search.cols, (ids) => void setSearch({ cols: ids }));
  const [pace] = useState(() => createPace(() => performance.now()));
  const live = useLiveRows("nodes");
  const all = usePaced(live.rows, pace, live.complete);
  const { q, state, kind, group, world } = useDeferredValue(search);
  const nodes = useMemo(
    () => filterNodes(all, { q, states: state, kinds: kind, groups: group, world }),
    [all, q, state, kind, group, world],
  );
  const counts = useMemo(() => countStates(all), [all]);
  const kinds = useMemo(() => [...new Set(all.map((node) => node.kind))].sort(compareNames), [all]);
  return (
    <div data-fill className="flex min-h-80 flex-1 flex-col gap-3">
      <PageHeader
        title="Fleet"
        meta={<ListCounts noun="node" shown={nodes.length} live={live} />}
        actions={
          <>
            <ListTools
              list="fleet"
              columns={nodeColumns}
              choice={choice}
              exported={() => ({
                list: "fleet",
                rows: sortRows(nodes, search.sort, sortKeys, byName),
                columns: nodeColumns.flatMap(({ id }) => (choice.hidden.has(id) ? [] : [id])),
                complete: live.complete,
              })}
            />
            {search.as === "field" && (
              <Segments
                label="Grouped by"
                value={search.by}
                onValueChange={(by) => void setSearch({ by: by as GroupBy })}
                chips={[
                  { value: "group", label: "By group" },
                  { value: "kind", label: "By kind" },
                ]}
              />
            )}
            <Segments
              label="Shown as"
              value={search.as}
              onValueChange={(form) => void setSearch({ as: form as "field" | "table" })}
              chips={[
                { value: "field", label: "Field" },
                { value: "table", label: "Table" },
              ]}
            />
          </>
        }
      />
      <OpenedView list="fleet" columns={nodeColumns} choice={choice} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchInput
          label="Filter nodes by name or group"
          placeholder="Name or group"
          value={search.q}
          onValueChange={(value) => void setSearch({ q: value })}
          className="w-full sm:w-72"
        />
        <DrillFilter value={search.world} onValueChange={(next) => void setSearch({ world: next })} />
        <FilterChips
          label="State"
          values={search.state}
          onValuesChange={(values) => void setSearch({ state: values as typeof search.state })}
          chips={fleetStateOrder
            .filter((name) => !rareStates.has(name) || counts[name] > 0 || search.state.includes(name))
            .map((name) => ({
              value: name,
              label: stateLooks[name].word,
              state: name,
              ...(live.complete && { count: counts[name] }),
            }))}
        />
        {kinds.length > 1 && (
          <FilterChips
            label="Kind"
            values={search.kind}
            onValuesChange={(values) => void setSearch({ kind: values })}
            chips={kinds.slice(0, 12).map((value) => ({ value, label: value.slice(0, 24) }))}
          />
        )}
      </div>
      <ListFrame
        topic="nodes"
        live={live}
        shown={nodes.length}
        empty={<NoNodes />}
        noMatch={
          <EmptyState
            title="No node matches"
            action={<Button onClick={() => void setSearch(nothing)}>Clear all filters</Button>}
          />
        }
      >
        {search.as === "table" ? (
          <NodeTable
            nodes={nodes}
            sort={search.sort}
            onSort={(sort) => void setSearch({ sort })}
            pace={pace}
            complete={live.complete}
            hidden={choice.hidden}
            resetKey={JSON.stringify({ ...search, cols: null })}
          />
        ) : (
          <Field nodes={nodes} by={search.by} />
        )}
      </ListFrame>
    </div>
  );
}

function Field({ nodes, by }: { nodes: readonly NodeRow[]; by: GroupBy }) {
  const groups = useMemo(() => groupNodes(nodes, by), [nodes, by]);
  const desk = useDesk();
  const may = useCan("operation.plan").allowed;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus (WCAG 2.1.1)
      tabIndex={0}
      aria-label="Nodes as cells"
      data-values=""
      className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
    >
      <NodeField
        groups={groups}
        {...(may &&
          by === "group" && {
            actionOf: ({ name }) => (
              <Button
                size="sm"
                variant="ghost"
                onClick={() => desk({ form: "drain", scope: { type: "group", group: name } })}
              >
                Drain group…
              </Button>
            ),
          })}
      />
    </section>
  );
}

function NodeTable(props: {
  nodes: readonly NodeRow[];
  sort: string;
  onSort: (sort: string) => void;
  pace: Pace;
  complete: boolean;
  hidden: ReadonlySet<string>;
  resetKey: string;
}) {
  const { nodes, sort, ...rest } = props;
  const rows = useMemo(() => sortRows(nodes, sort, sortKeys, byName), [nodes, sort]);
  return (
    <RowGrid
      {...rest}
      label="Nodes"
      rows={rows}
      idOf={idOf}
      hrefOf={hrefOf}
      columns={nodeColumns}
      sort={sort}
      narrowItem={(row) => <NarrowNode row={row} />}
    />
  );
}
