"use client";

import { ownerName, sourceWords } from "#components/locks/lock-cells.tsx";
import { useServerNow } from "#components/ui/server-clock.tsx";
import type { StateName } from "#components/ui/state.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { plainName } from "#lib/domain/drill/names.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { isStale } from "#lib/domain/states.ts";
import { wallClock } from "#lib/domain/wall/wall-answer.ts";
import { grouped } from "#lib/domain/words.ts";
import { WallName } from "./wall-name.tsx";
import { WallSection } from "./wall-section.tsx";
import { WallState } from "./wall-state.tsx";

/** Locks that need somebody, worst first: what, how bad, since when, who had it. */
export function LockRows(props: {
  locks: readonly LockRow[];
  total: number;
  shown: number;
  drill?: boolean;
}) {
  const { locks, total, shown, drill = false } = props;
  if (total === 0) return null;
  const rows = locks.slice(0, shown);
  return (
    <WallSection
      title="Locks that need somebody"
      more={total - rows.length}
      none={rows.length === 0}
      drill={drill}
      className="shrink-0"
    >
      <ul>
        {rows.map((lock) => (
          <LockLine key={lock.id} lock={lock} />
        ))}
      </ul>
    </WallSection>
  );
}

function LockLine({ lock }: { lock: LockRow }) {
  const nowMs = useServerNow();
  const { state, verdict, refusals, resource, refusedSince, heldSince, lastBeatAt, waiters } = lock;
  const since = state === "hot" ? refusedSince : heldSince;
  const parts: string[] = [];
  if (since !== null) parts.push(`since ${wallClock(since, nowMs)}`);
  if (lastBeatAt !== null && verdict !== "live")
    parts.push(`last beat ${wallClock(lastBeatAt, nowMs, true)}`);
  if (waiters > 0) parts.push(`${grouped(waiters)} waiting`);
  return (
    <li className="border-t border-line py-2">
      <p className="wall-lead flex min-w-0 items-baseline gap-5">
        {state === "hot" && <WallState state="hot" label="HOT" className="shrink-0 font-semibold" />}
        {state !== "hot" && <WallState state={markOf(lock)} className="shrink-0 font-semibold" />}
        <WallName name={resource} className="text-primary" />
        {refusals > 0 && (
          <span className="wall-text ml-auto shrink-0 text-primary tabular-nums">
            {grouped(refusals)} refused
          </span>
        )}
      </p>
      <p className="wall-small flex min-w-0 items-baseline gap-4">
        {state === "hot" && verdict !== null && verdict !== "live" && (
          <WallState state={verdict} className="shrink-0 font-semibold" />
        )}
        {/* Who held it gives way; figures do not: of two that differ at their end a cut one says the same. */}
        <span className="flex min-w-0 text-secondary">
          <span className="truncate">
            {sourceWords(lock)} · {holderWords(lock)}
          </span>
          <span className="shrink-0 whitespace-pre">{parts.map((part) => ` · ${part}`).join("")}</span>
        </span>
      </p>
    </li>
  );
}

/** What a lock that refuses nobody is in the list for. */
function markOf({ state, verdict }: LockRow): StateName {
  if (verdict !== null && isStale(verdict)) return verdict;
  return state === "quarantined" ? state : (verdict ?? state);
}

/** The lock's own name wears the label of a drill: once in a row is enough. */
function holderWords({ holder, verdict, state }: LockRow): string {
  if (holder === null) return state === "quarantined" ? "nobody is let in yet" : "held by nobody known";
  const who = `${safeText(plainName(ownerName(holder)), 40)} on ${safeText(plainName(holder.node), 40)}`;
  return isStale(verdict) ? `last held by ${who}` : `held by ${who}`;
}
