"use client";

import { StartDrillButton } from "#components/drill/start-drill-button.tsx";
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
