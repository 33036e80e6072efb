import { CodeLine } from "#components/ui/code-line.tsx";
import { EmptyState } from "#components/ui/message-state.tsx";

/** No node reports yet: what to do next. */
export function NoNodes() {
  return (
    <EmptyState title="No node reports yet">
      <p>
        Each host runs an agent. On the host of this server, one line starts it; for another host, Settings,
        Agents makes a token that can write that node only.
      </p>
      <CodeLine label="the agent's command" code="npx locksmith agent" />
    </EmptyState>
  );
}
