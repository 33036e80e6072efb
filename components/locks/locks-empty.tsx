"use client";

import { StartDrillButton } from "#components/drill/start-drill-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { EmptyState } from "#components/ui/message-state.tsx";

/** Nothing has been seen yet: what to do next, in one line. */
export function NoLocksYet() {
  return (
    <EmptyState title="No lock has been seen yet" action={<StartDrillButton />}>
      <p>
        An agent shows the file locks of its host. Start one on each host; it finds the token of a server on
        the same machine by itself.
      </p>
      <CodeLine label="the agent's command" code="npx locksmith agent" />
      <p>Or take a lease of Locksmith's own, and hold it while a command runs:</p>
      <CodeLine label="the run command" code="npx locksmith run --lock nightly.conf -- sleep 60" />
    </EmptyState>
  );
}

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
