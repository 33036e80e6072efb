import type { StateName } from "#components/ui/state.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { LockDetail } from "#lib/contract/locks.ts";
import { VerdictPanel } from "./verdict-panel.tsx";

/** The answer first: who holds it and whether they live, in one sentence, and what would settle an open question. */
export function LockVerdict({ lock }: { lock: LockDetail }) {
  const state: StateName = lock.verdict ?? (lock.state === "hot" ? "hot" : lock.state);
  return (
    <VerdictPanel
      state={state}
      sentence={lock.sentence}
      probe={lock.probe}
      note={
        <span>
          Observed <TimeAgo atMs={lock.observedAt} show="relative" />
        </span>
      }
    />
  );
}
