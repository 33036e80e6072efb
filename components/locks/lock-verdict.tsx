import type { StateName } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { LockDetail } from "#lib/contract/locks.ts";
import { grouped } from "#lib/domain/words.ts";
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
        <>
          <span>
            Observed <TimeAgo atMs={lock.observedAt} show="relative" />
          </span>
          {lock.state === "hot" && <Refusing lock={lock} />}
        </>
      }
    />
  );
}

/** What makes it hot, in words: who is turned away, and who stands in line. */
function Refusing({ lock }: { lock: LockDetail }) {
  const waiting = lock.waiters === 1 ? "1 waits" : `${grouped(lock.waiters)} wait`;
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <StateBadge state="hot" label="Refusing somebody now" />
      {lock.refusals > 0 && (
        <span>
          {lock.refusals === 1 ? "refused once" : `refused ${grouped(lock.refusals)} times`}
          {lock.refusedLast !== null && (
            <>
              {", last "}
              <TimeAgo atMs={lock.refusedLast} show="relative" />
            </>
          )}
        </span>
      )}
      {lock.waiters > 0 && <span>{waiting}</span>}
    </span>
  );
}
