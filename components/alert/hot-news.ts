import { isDrillLock } from "#lib/client/live-attention.ts";
import type { LockRow } from "#lib/contract/rows.ts";

/** Notifications at once; of more there is one that gives their number. */
const atOnceMax = 3;

/** What is to be said, and what is over. */
export interface HotNews {
  began: LockRow[];
  /** Locks beyond those of `began` that became HOT in the same moment. */
  more: number;
  over: string[];
}

/**
 * What changed since the last look: one piece of news for a lock that became HOT, however often it refuses. `before`:
 * ids that were HOT; null at the first look, for what was there already is no news.
 */
export function hotNews(
  before: ReadonlySet<string> | null,
  now: ReadonlyMap<string, LockRow>,
  withDrill: boolean,
): HotNews {
  const fresh: LockRow[] = [];
  for (const [id, lock] of now) {
    if (before === null || before.has(id)) continue;
    if (withDrill || !isDrillLock(lock)) fresh.push(lock);
  }
  const began = fresh.length <= atOnceMax ? fresh : [];
  const over = [...(before ?? [])].filter((id) => !now.has(id));
  return { began, more: fresh.length - began.length, over };
}

/** Where a sound was made this lately, another says nothing more. */
export const soundEveryMs = 10_000;

/** Whether there is to be a sound now. `lastMs`: when the last one was, on the same clock; null: never. */
export function maySound(news: HotNews, lastMs: number | null, nowMs: number): boolean {
  if (news.began.length + news.more === 0) return false;
  return lastMs === null || nowMs - lastMs >= soundEveryMs || nowMs < lastMs;
}
