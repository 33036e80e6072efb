"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { EmptyState, ErrorState, ForbiddenState } from "#components/ui/message-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ExportSource } from "#components/views/export-source.ts";
import { ListTools } from "#components/views/list-tools.tsx";
import { OpenedView } from "#components/views/opened-view.tsx";
import { useListSearch } from "#components/views/use-list-search.ts";
import { configsQuery } from "#lib/client/configs.ts";
import { ProblemError } from "#lib/client/http.ts";
import { configHref } from "#lib/client/paths.ts";
import type { ConfigList, ConfigRow } from "#lib/contract/configs.ts";
import { configsSearchParsers } from "./config-search.ts";
import { configSummary } from "./config-words.ts";
import { UploadDialog } from "./upload-dialog.tsx";

/** Every configuration: what is promoted, on how many nodes, and whether anything differs. */
export function ConfigsScreen() {
  const [{ q }, setSearch] = useListSearch(configsSearchParsers);
  const [uploading, setUploading] = useState(false);
  const mayWrite = useCan("config.write").allowed;
  const query = useQuery(configsQuery(q));
  const { data, error } = query;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="Configurations"
        meta={data === undefined ? "reading" : count(data.total)}
        actions={
          <>
            <ListTools list="configs" exported={() => exportOf(data)} />
            {mayWrite && <Button onClick={() => setUploading(true)}>Upload a version…</Button>}
          </>
        }
      />
      <OpenedView list="configs" />
      {(q !== "" || (data?.total ?? 0) > 8) && (
        <SearchInput
          label="Filter configurations by name"
          placeholder="Name"
          value={q}
          onValueChange={(next) => void setSearch({ q: next })}
          className="w-full sm:w-80"
        />
      )}
      {data === undefined && error === null && <SkeletonRows rows={8} label="Reading the configurations" />}
      {data === undefined && error !== null && <Failed error={error} onRetry={() => void query.refetch()} />}
      {data !== undefined && data.items.length === 0 && (q === "" ? <NoConfigs /> : <NoMatch q={q} />)}
      {data !== undefined && data.items.length > 0 && (
        <ul aria-label="Configurations" className="border-b border-line">
          {data.items.map((row) => (
            <ConfigLine key={row.name} row={row} />
          ))}
        </ul>
      )}
      {uploading && <UploadDialog name={null} onClose={() => setUploading(false)} />}
    </div>
  );
}

/** Every column: this list has no choice of them. */
function exportOf(data: ConfigList | undefined): ExportSource {
  const { items = [], total = 0 } = data ?? {};
  const columns = ["name", "state", "promoted", "nodes", "drifted", "changed"];
  return { list: "configs", rows: items, columns, complete: data !== undefined && items.length >= total };
}

function count(total: number): string {
  return total === 1 ? "1 configuration" : `${total.toLocaleString("en-US")} configurations`;
}

function ConfigLine({ row }: { row: ConfigRow }) {
  const { state, label } = configSummary(row);
  return (
    <li className="border-t border-line">
      <Link
        href={configHref(row.name)}
        className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-6 gap-y-0.5 px-1 py-2 text-sm hover:bg-hover sm:grid-cols-[minmax(0,2fr)_11rem_8rem_8rem_7rem]"
      >
        <SafeText text={row.name} maxLength={120} className="min-w-0 font-medium break-words" />
        <StateBadge state={state} label={label} className="justify-self-end sm:justify-self-start" />
        <span className="text-secondary tabular-nums max-sm:text-xs">
          {row.promoted === null ? "no version promoted" : `version ${row.promoted} promoted`}
        </span>
        <span className="text-secondary tabular-nums max-sm:justify-self-end max-sm:text-xs">
          {row.nodes.toLocaleString("en-US")} {row.nodes === 1 ? "node" : "nodes"}
        </span>
        <span className="text-xs text-tertiary max-sm:hidden sm:justify-self-end">
          <TimeAgo atMs={row.changedAt} show="relative" />
        </span>
      </Link>
    </li>
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

function NoMatch({ q }: { q: string }) {
  return (
    <EmptyState title="No configuration matches">
      <p>
        None has <SafeText text={q} maxLength={80} /> in its name.
      </p>
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
