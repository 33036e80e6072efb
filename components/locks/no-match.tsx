"use client";

import { NoMatch as NoneMatches } from "#components/ui/no-match.tsx";

/** Locks are there, and the filter leaves none. */
export function NoMatch(props: { all: number | null; onClear: () => void }) {
  return <NoneMatches noun="lock" {...props} />;
}
