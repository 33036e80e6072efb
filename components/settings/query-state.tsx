"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState, ForbiddenState } from "#components/ui/message-state.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { ProblemError } from "#lib/client/http.ts";

/** Loading, failed, forbidden, or the content made from what was read. */
export function QueryState<T>(props: {
  query: UseQueryResult<T>;
  /** What is read, in lower case, such as `accounts`. */
  what: string;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  const { query, what, rows = 4, children } = props;
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return <SkeletonRows rows={rows} label={`Reading ${what}`} />;
  const code = query.error instanceof ProblemError ? query.error.code : undefined;
  if (code === "forbidden") return <ForbiddenState reason={query.error.message} />;
  return (
    <ErrorState
      title={`The ${what} could not be read`}
      detail={query.error.message}
      code={code}
      onRetry={() => void query.refetch()}
    />
  );
}
