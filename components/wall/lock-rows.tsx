"use client";

import { ownerName, sourceWords } from "#components/locks/lock-cells.tsx";
import { formatDuration } from "#components/ui/format-time.ts";
import { useServerNow } from "#components/ui/server-clock.tsx";
import type { LockRow } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { isStale } from "#lib/domain/states.ts";
import { wallClock } from "#lib/domain/wall/wall-answer.ts";
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
  const { state, verdict, refusals, resource } = lock;
  const loud = state === "hot" || isStale(verdict) || state === "quarantined";
  return (
    <li className="border-t border-line py-2">
      <p className="wall-lead flex min-w-0 items-baseline gap-5">
        {loud && state !== "held" && <WallState state={state} className="shrink-0 font-semibold" />}
        {verdict !== null && verdict !== "live" && (
          <WallState state={verdict} className="shrink-0 font-semibold" />
        )}
        <WallName name={resource} className="text-primary" />
        {refusals > 0 && (
          <span className="ml-auto shrink-0 text-primary tabular-nums">
            {refusals.toLocaleString("en-US")} refused
          </span>
        )}
      </p>
      <LockHolder lock={lock} />
    </li>
  );
}

function LockHolder({ lock }: { lock: LockRow }) {
  const nowMs = useServerNow();
  const { holder, verdict, refusedSince, heldSince, lastBeatAt, waiters } = lock;
  const parts = [sourceWords(lock)];
  if (holder === null) parts.push("held by nobody known");
  else {
    const who = `${safeText(ownerName(holder), 40)} on ${safeText(holder.node, 40)}`;
    parts.push(isStale(verdict) ? `last held by ${who}` : `held by ${who}`);
  }
  if (refusedSince !== null) parts.push(`refuses since ${wallClock(refusedSince, nowMs)}`);
  if (lastBeatAt !== null && verdict !== "live") {
    parts.push(`last beat ${wallClock(lastBeatAt, nowMs, true)}, ${formatDuration(nowMs - lastBeatAt)} ago`);
  } else if (heldSince !== null) parts.push(`held since ${wallClock(heldSince, nowMs)}`);
  if (waiters > 0) parts.push(`${waiters.toLocaleString("en-US")} waiting`);
  return <p className="wall-small truncate text-secondary">{parts.join(" · ")}</p>;
}
