"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { DrillOver } from "#components/drill/drill-over.tsx";
import { LockSkeleton } from "#components/locks/lock-skeleton.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState, ErrorState, ForbiddenState } from "#components/ui/message-state.tsx";
import { ProblemError } from "#lib/client/http.ts";

/** The page of one thing in each of its states: being read, never seen, forbidden, failed, or the thing. */
export function DetailFrame<T>(props: {
  query: UseQueryResult<T>;
  noun: string;
  listHref: string;
  children: (data: T) => ReactNode;
}) {
  const { query, noun, listHref, children } = props;
  const { data, error, refetch } = query;
  const code = error instanceof ProblemError ? error.code : undefined;
  if (code === "gone") return <DrillOver noun={noun} listHref={listHref} />;
  if (data !== undefined) {
    return (
      <div className="flex flex-col gap-4">
        {error !== null && (
          <Banner tone="warn" title={`This page could not be read again: ${error.message}`} />
        )}
        {children(data)}
      </div>
    );
  }
  if (error === null) return <LockSkeleton />;
  if (code === "not-found") {
    return (
      <EmptyState
        title={`No such ${noun} is recorded`}
        action={
          <Link href={listHref} className={buttonClass("primary")}>
            All {noun}s
          </Link>
        }
      >
        <p>
          Either the link names it wrongly, or its records are older than what is kept (90 days), or it was of
          a drill: what was of a drill goes when the drill ends.
        </p>
      </EmptyState>
    );
  }
  if (code === "forbidden") return <ForbiddenState reason={error.message} />;
  return (
    <ErrorState
      title={`This ${noun} could not be read`}
      detail={error.message}
      code={code}
      onRetry={() => void refetch()}
    />
  );
}
