"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { OwnCount } from "#components/live/own-count.tsx";
import { RowGrid } from "#components/live/row-grid.tsx";
import { compareNames, sortRows } from "#components/live/sort-rows.ts";
import { createPace, usePaced } from "#components/locks/use-paced.ts";
import { useCan } from "#components/shell/visitor.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { EmptyState, ErrorState, ForbiddenState } from "#components/ui/message-state.tsx";
import { NoMatch } from "#components/ui/no-match.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { ListTools } from "#components/views/list-tools.tsx";
import { OpenedView } from "#components/views/opened-view.tsx";
import { useColumnChoice, useListSearch } from "#components/views/use-list-search.ts";
import { configsQuery } from "#lib/client/configs.ts";
import { ProblemError } from "#lib/client/http.ts";
import { configHref } from "#lib/client/paths.ts";
import type { ConfigList, ConfigRow } from "#lib/contract/configs.ts";
import { counted, grouped } from "#lib/domain/words.ts";
import { configColumns, configSortKeys, NarrowConfig } from "./config-columns.tsx";
import { configsSearchParsers } from "./config-search.ts";
import { UploadDialog } from "./upload-dialog.tsx";

const none: readonly ConfigRow[] = [];
const idOf = (row: ConfigRow) => row.name;
const hrefOf = (row: ConfigRow) => configHref(row.name);
const byName = (a: ConfigRow, b: ConfigRow) => compareNames(a.name, b.name);

/** Every configuration: what is promoted, on how many nodes, and whether anything differs. */
export function ConfigsScreen() {
  const [search, setSearch] = useListSearch(configsSearchParsers);
  const { q, sort } = search;
  const choice = useColumnChoice(
    "configs",
    configColumns,
    search.cols,
    (ids) => void setSearch({ cols: ids }),
  );
  const [pace] = useState(() => createPace(() => performance.now()));
  const [uploading, setUploading] = useState(false);
  const mayWrite = useCan("config.write").allowed;
  const query = useQuery({ ...configsQuery(q), placeholderData: keepPreviousData });
  const { data, error } = query;
  const items = usePaced(data?.items ?? none, pace, data !== undefined);
  const rows = useMemo(() => sortRows(items, sort, configSortKeys, byName), [items, sort]);
  const more = (data?.total ?? 0) - (data?.items.length ?? 0);
  return (
    <div data-fill className="flex min-h-80 flex-1 flex-col gap-3">
      <PageHeader
        title="Configurations"
        meta={<Count data={data} filtered={q !== ""} />}
        actions={
          <>
            <ListTools
              list="configs"
              columns={configColumns}
              choice={choice}
              exported={() => ({
                list: "configs",
                rows,
                columns: configColumns.flatMap(({ id }) => (choice.hidden.has(id) ? [] : [id])),
                complete: data !== undefined && more <= 0,
              })}
            />
            {mayWrite && <Button onClick={() => setUploading(true)}>Upload a version…</Button>}
          </>
        }
      />
      <OpenedView list="configs" columns={configColumns} choice={choice} />
      <SearchInput
        label="Filter configurations by name"
        placeholder="Name"
        value={q}
        onValueChange={(next) => void setSearch({ q: next })}
        className="w-full sm:w-80"
      />
      {more > 0 && (
        <Banner
          tone="info"
          title={`The first ${grouped(rows.length)} by name are here; ${grouped(more)} more match. Filter by name to find one of them.`}
        />
      )}
      {data === undefined && error === null && <SkeletonRows rows={8} label="Reading the configurations" />}
      {data === undefined && error !== null && <Failed error={error} onRetry={() => void query.refetch()} />}
      {data?.items.length === 0 &&
        (q === "" ? (
          <NoConfigs />
        ) : (
          <NoMatch noun="configuration" all={null} onClear={() => void setSearch({ q: "" })} />
        ))}
      {data !== undefined && data.items.length > 0 && (
        <RowGrid
          label="Configurations"
          rows={rows}
          idOf={idOf}
          hrefOf={hrefOf}
          columns={configColumns}
          sort={sort}
          onSort={(next) => void setSearch({ sort: next })}
          narrowItem={(row) => <NarrowConfig row={row} />}
          pace={pace}
          complete
          hidden={choice.hidden}
          resetKey={JSON.stringify({ q, sort })}
        />
      )}
      {uploading && <UploadDialog name={null} onClose={() => setUploading(false)} />}
    </div>
  );
}

function Count({ data, filtered }: { data: ConfigList | undefined; filtered: boolean }) {
  if (data === undefined) return "reading";
  return (
    <OwnCount className="tabular-nums">
      {counted(data.total, "configuration")}
      {filtered && ` ${data.total === 1 ? "matches" : "match"}`}
    </OwnCount>
  );
}

function NoConfigs() {
  return (
    <EmptyState title="No configuration is known yet">
      <p>
        Name the files of a host in its agent&apos;s configuration, and start the agent with it; what they
        hold is recorded as their first version. Or upload one here.
      </p>
      <CodeLine
        label="Part of an agent&apos;s configuration"
        code='{"configs": [{"name": "aim_lock_config.conf", "path": "/etc/aim_lock_config.conf"}]}'
      />
    </EmptyState>
  );
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const code = error instanceof ProblemError ? error.code : undefined;
  if (code === "forbidden") return <ForbiddenState reason={error.message} />;
  return (
    <ErrorState
      title="The configurations could not be read"
      detail={error.message}
      code={code}
      onRetry={onRetry}
    />
  );
}
