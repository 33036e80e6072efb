"use client";

import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/message-state.tsx";

/** Locks are there, and the filter leaves none. */
export function NoMatch({ all, onClear }: { all: number | null; onClear: () => void }) {
  return (
    <EmptyState title="No lock matches" action={<Button onClick={onClear}>Clear all filters</Button>}>
      <p>
        {all === null
          ? "Other locks are there."
          : `${all.toLocaleString("en-US")} locks are there without the filter.`}
      </p>
    </EmptyState>
  );
}
