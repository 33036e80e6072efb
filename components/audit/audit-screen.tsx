"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useCallback, useDeferredValue, useMemo } from "react";
import { useCan } from "#components/shell/visitor.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState, ErrorState, ForbiddenState } from "#components/ui/message-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { useServerNow } from "#components/ui/server-clock.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { ListTools } from "#components/views/list-tools.tsx";
import { OpenedView } from "#components/views/opened-view.tsx";
import { useColumnChoice, useListSearch } from "#components/views/use-list-search.ts";
import { auditExportHref, auditQuery } from "#lib/client/audit.ts";
import type { Filter } from "#lib/client/query-keys.ts";
import { grouped } from "#lib/domain/words.ts";
import { auditColumns } from "./audit-columns.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { auditFilterOf, auditSearchParsers } from "./audit-search.ts";
import { AuditTable } from "./audit-table.tsx";
import { ChainBroken, ChainStatus } from "./chain-status.tsx";

const nothing = {
  q: "",
  actor: "",
  action: "",
  outcome: null,
  range: null,
  from: null,
  to: null,
  target: "",
  operation: "",
  row: null,
};

/** Who did what, why, on what evidence, and what was refused; for whoever has a role. */
export function AuditScreen() {
  const permission = useCan("audit.read");
  if (permission.allowed) return <Audit />;
  return (
    <ForbiddenState reason={permission.reason}>
      <p>Sign in to read who did what.</p>
    </ForbiddenState>
  );
}

function Audit() {
  const [search, setSearch] = useListSearch(auditSearchParsers);
  const choice = useColumnChoice("audit", auditColumns, search.cols, (cols) => void setSearch({ cols }));
  const nowMs = useServerNow(60_000);
  const asked = useDeferredValue(search);
  const filter = useMemo(() => auditFilterOf(asked, nowMs), [asked, nowMs]);
  const filtered = Object.keys(filter).length > 0;
  return (
    <div data-fill className="flex min-h-80 flex-1 flex-col gap-3">
      <PageHeader
        title="Audit"
        meta={<ChainStatus />}
        actions={
          <>
            <ListTools list="audit" columns={auditColumns} choice={choice} />
            <Exports filter={filter} />
          </>
        }
      />
      <OpenedView list="audit" columns={auditColumns} choice={choice} />
      <ChainBroken />
      <AuditFilters values={search} onChange={(change) => void setSearch({ ...change, row: null })} />
      <Rows
        filter={filter}
        hidden={choice.hidden}
        openSeq={search.row}
        onOpen={(row) => void setSearch({ row })}
        empty={
          filtered ? (
            <EmptyState
              title="No row matches"
              action={<Button onClick={() => void setSearch(nothing)}>Clear all filters</Button>}
            />
          ) : (
            <EmptyState title="Nothing has been done yet">
              <p>
                Sign-ins, guarded actions and their refusals, and every change of the settings appear here.
              </p>
            </EmptyState>
          )
        }
      />
    </div>
  );
}

function Rows(props: {
  filter: Filter;
  hidden: ReadonlySet<string>;
  openSeq: number | null;
  onOpen: (seq: number | null) => void;
  empty: React.ReactNode;
}) {
  const { filter, hidden, openSeq, onOpen, empty } = props;
  const query = useInfiniteQuery({ ...auditQuery(filter), placeholderData: (before) => before });
  const { data, error, isFetchingNextPage, hasNextPage, fetchNextPage, refetch, isPlaceholderData } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isPlaceholderData) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage]);
  if (data === undefined && error !== null) {
    return (
      <ErrorState title="The audit could not be read" detail={error.message} onRetry={() => void refetch()} />
    );
  }
  if (data === undefined) return <SkeletonRows rows={14} label="Reading the audit" />;
  if (rows.length === 0) return empty;
  const total = data.pages[0]?.total ?? rows.length;
  return (
    <>
      {error !== null && (
        <Banner
          tone="warn"
          title="The newest rows could not be read"
          action={
            <Button size="sm" onClick={() => void refetch()}>
              Read again
            </Button>
          }
        >
          {error.message}
        </Banner>
      )}
      <p role="status" className="text-xs text-tertiary tabular-nums">
        {grouped(total)} {total === 1 ? "row" : "rows"}
        {isFetchingNextPage && " · reading more"}
      </p>
      <AuditTable
        rows={rows}
        total={total}
        openSeq={openSeq}
        onOpen={onOpen}
        onNearEnd={onNearEnd}
        reading={isFetchingNextPage || isPlaceholderData}
        hidden={hidden}
        resetKey={JSON.stringify(filter)}
      />
    </>
  );
}

function Exports({ filter }: { filter: Filter }) {
  return (
    <>
      {(["csv", "jsonl"] as const).map((format) => (
        <a key={format} href={auditExportHref(filter, format)} download className={buttonClass("secondary")}>
          <Download aria-hidden size={14} />
          Download {format === "csv" ? "CSV" : "JSON lines"}
        </a>
      ))}
    </>
  );
}
