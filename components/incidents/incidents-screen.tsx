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
import { SearchInput } from "#components/ui/search-input.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { ListTools } from "#components/views/list-tools.tsx";
import { OpenedView } from "#components/views/opened-view.tsx";
import { useColumnChoice, useListSearch } from "#components/views/use-list-search.ts";
import { incidentHref } from "#lib/client/paths.ts";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import { incidentStates } from "#lib/domain/incidents/incident.ts";
import { severities } from "#lib/domain/states.ts";
import { incidentColumns } from "./incident-columns.tsx";
import { awaitsSomebody, byNeed, filterIncidents } from "./incident-rows.ts";
import { incidentSearchParsers } from "./incident-search.ts";
import { severityRank, stateOf } from "./incident-words.ts";
import { NarrowIncident } from "./narrow-incident.tsx";

const nothing = { q: "", state: [], severity: [], waiting: false, world: "all" as const };
const idOf = (row: IncidentRow) => row.id;
const hrefOf = (row: IncidentRow) => incidentHref(row.id);
const sortKeys = {
  state: (row: IncidentRow) => stateLooks[stateOf[row.state]].word,
  severity: (row: IncidentRow) => severityRank(row.severity),
  affected: (row: IncidentRow) => row.affected,
  peak: (row: IncidentRow) => row.affectedPeak,
  refusals: (row: IncidentRow) => row.refusals,
  commander: (row: IncidentRow) => row.commander?.name ?? null,
  acknowledged: (row: IncidentRow) => row.acknowledged?.by.name ?? null,
  since: (row: IncidentRow) => row.openedAt,
};

/** Everything that went wrong: what needs somebody first. */
export function IncidentsScreen() {
  const [search, setSearch] = useListSearch(incidentSearchParsers);
  const choice = useColumnChoice(
    "incidents",
    incidentColumns,
    search.cols,
    (ids) => void setSearch({ cols: ids }),
  );
  const [pace] = useState(() => createPace(() => performance.now()));
  const live = useLiveRows("incidents");
  const all = usePaced(live.rows, pace, live.complete);
  const filter = useDeferredValue(search);
  const rows = useMemo(
    () => sortRows(filterIncidents(all, filter), filter.sort, sortKeys, byNeed),
    [all, filter],
  );
  const counts = useMemo(() => Map.groupBy(all, (row) => row.state), [all]);
  return (
    <div data-fill className="flex min-h-80 flex-1 flex-col gap-3">
      <PageHeader
        title="Incidents"
        meta={<ListCounts noun="incident" shown={rows.length} live={live} />}
        actions={
          <ListTools
            list="incidents"
            columns={incidentColumns}
            choice={choice}
            exported={() => ({
              list: "incidents",
              rows,
              columns: incidentColumns.flatMap(({ id }) => (choice.hidden.has(id) ? [] : [id])),
              complete: live.complete,
            })}
          />
        }
      />
      <OpenedView list="incidents" columns={incidentColumns} choice={choice} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchInput
          label="Filter incidents by title, resource, node or person"
          placeholder="Title, resource, node, person"
          value={search.q}
          onValueChange={(q) => void setSearch({ q })}
          className="w-full sm:w-72"
        />
        <DrillFilter value={search.world} onValueChange={(world) => void setSearch({ world })} />
        <FilterChips
          label="State"
          values={search.state}
          onValuesChange={(values) => void setSearch({ state: values as typeof search.state })}
          chips={incidentStates.map((state) => ({
            value: state,
            label: stateLooks[stateOf[state]].word,
            state: stateOf[state],
            ...(live.complete && { count: counts.get(state)?.length ?? 0 }),
          }))}
        />
        <FilterChips
          label="Not acknowledged"
          values={search.waiting ? ["waiting"] : []}
          onValuesChange={(values) => void setSearch({ waiting: values.length > 0 })}
          chips={[
            {
              value: "waiting",
              label: "Nobody acknowledged",
              ...(live.complete && { count: all.filter(awaitsSomebody).length }),
            },
          ]}
        />
        <FilterChips
          label="Severity"
          className="max-sm:hidden"
          values={search.severity}
          onValuesChange={(values) => void setSearch({ severity: values as typeof search.severity })}
          chips={severities.toReversed().map((severity) => ({
            value: severity,
            label: stateLooks[severity].word,
            state: severity,
          }))}
        />
      </div>
      <ListFrame
        topic="incidents"
        live={live}
        shown={rows.length}
        empty={<NoIncidents />}
        noMatch={
          <NoMatch
            noun="incident"
            all={live.complete ? live.rows.length : null}
            onClear={() => void setSearch(nothing)}
          />
        }
      >
        <RowGrid
          label="Incidents"
          rows={rows}
          idOf={idOf}
          hrefOf={hrefOf}
          columns={incidentColumns}
          sort={search.sort}
          onSort={(sort) => void setSearch({ sort })}
          narrowItem={(row) => <NarrowIncident row={row} />}
          pace={pace}
          complete={live.complete}
          hidden={choice.hidden}
          resetKey={JSON.stringify({ ...search, cols: null })}
        />
      </ListFrame>
    </div>
  );
}

function NoIncidents() {
  return (
    <EmptyState title="Nothing is wrong, and nothing has been so far">
      <p>An incident opens by itself when one of these lasts for some seconds:</p>
      <ul className="list-disc pl-5">
        <li>a lock whose owner is gone, and more gravely one that refuses somebody;</li>
        <li>several nodes that are refused, work less or stand still because of the same resource;</li>
        <li>a guardian that no longer beats while it should hold a lock.</li>
      </ul>
      <p>
        What is one cause becomes one incident. It keeps its evidence, who did what, and the report; it is
        closed by a person, with what was found. To see one from its first minute to its report, rehearse it:
      </p>
      <CodeLine label="the command of the drill" code="npx locksmith drill" />
    </EmptyState>
  );
}
