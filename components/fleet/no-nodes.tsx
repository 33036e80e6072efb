"use client";

import { StartDrillButton } from "#components/drill/start-drill-button.tsx";
import { useCan } from "#components/shell/visitor.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { EmptyState } from "#components/ui/message-state.tsx";

/** No node reports yet: what to do next. An agent for what is real, or the drill to see all of it at work. */
export function NoNodes() {
  const may = useCan("drill.manage").allowed;
  return (
    <EmptyState title="No node reports yet" action={may && <StartDrillButton primary />}>
      <p>
        Each host runs an agent. On the host of this server, one line starts it; for another host, Settings,
        Agents makes a token that can write that node only.
      </p>
      <CodeLine label="the agent's command" code="npx locksmith agent" />
      {may && (
        <p>
          Or rehearse the 03:12 incident first, with real processes and a real stuck lock: everything of a
          drill is labelled, and is removed at its end.
        </p>
      )}
    </EmptyState>
  );
}
