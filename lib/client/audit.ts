import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { AuditList, AuditVerified } from "#lib/contract/audit.ts";
import { type Api, browserApi } from "./http.ts";
import { apiPaths } from "./paths.ts";
import { type Filter, queryKeys } from "./query-keys.ts";

const pageRows = 500;
const auditEveryMs = 5_000;

/** The audit, newest first, page by page. While only the newest page is shown, it is kept current. */
export function auditQuery(filter: Filter, api: Api = browserApi) {
  return infiniteQueryOptions({
    queryKey: queryKeys.audit(filter),
    queryFn: ({ pageParam, signal }) =>
      api.get<AuditList>(apiPaths.audit, {
        query: { ...filter, limit: pageRows, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? auditEveryMs : false),
  });
}

/** Walks the whole chain on the server, each time it is asked. */
export function auditVerifyQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.auditChain,
    queryFn: ({ signal }) => api.get<AuditVerified>(apiPaths.auditVerify, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Address of the whole audit that matches, as a file. */
export function auditExportHref(filter: Filter, format: "jsonl" | "csv"): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  return `${apiPaths.auditExport}?${query}`;
}
