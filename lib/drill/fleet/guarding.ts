import type { LockRow } from "#lib/contract/rows.ts";

/** What the fleet knows of the lock on its configuration, from one look for all. */
export interface Guarding {
  /** Somebody living holds it; null while that was never seen. */
  guarded: boolean | null;
  /** Whoever has no higher epoch than this was lost, and is trusted again only when heard for a while. */
  overEpoch: number;
  /** The newest epoch seen. */
  epoch: number;
  /** One who was lost and seems to be back. */
  back: Return | null;
}

/** An owner who is heard again under the epoch with which it was lost. */
interface Return {
  ownerId: string;
  epoch: number;
  /** Of the fleet's monotonic clock: seen alive without a break since then. */
  sinceMs: number;
  /** Its newest beat, on the server's clock, and how many came since it is seen so. */
  beatAt: number;
  beats: number;
}

export type SeenLock = Pick<LockRow, "state" | "verdict" | "epoch" | "holder" | "lastBeatAt">;

export const nothingSeen: Guarding = { guarded: null, overEpoch: 0, epoch: 0, back: null };

/** One beat can still have been on its way when its sender died; that a second one was is out of the question. */
const beatsLeast = 2;

/**
 * After a look at the lock; null: there is none of that name. A verdict that nobody can give changes nothing, but for
 * the time that somebody is seen without a break. `returnMs`: how long one who was lost is seen alive before it is
 * trusted again, for a verdict can be late, and can waver.
 */
export function seeLock(
  before: Guarding,
  row: SeenLock | null,
  { nowMs, returnMs }: { nowMs: number; returnMs: number },
): Guarding {
  if (row === null || row.verdict === "unknown")
    return before.back === null ? before : { ...before, back: null };
  const own = row.epoch ?? 0;
  const epoch = Math.max(before.epoch, own);
  const lives = (row.state === "held" || row.state === "hot") && row.verdict === "live";
  // A lock that nobody has taken yet is no lock without its guardian.
  if (!lives && before.guarded === null) return { ...before, epoch };
  if (!lives) {
    const overEpoch = before.guarded === true ? Math.max(before.overEpoch, epoch) : before.overEpoch;
    return { guarded: false, overEpoch, epoch, back: null };
  }
  if (own > before.overEpoch) return { ...before, guarded: true, epoch, back: null };
  const back = heardAgain(before.back, row, nowMs);
  if (back !== null && back.beats >= beatsLeast && nowMs - back.sinceMs >= returnMs)
    return { guarded: true, overEpoch: own - 1, epoch, back: null };
  return { ...before, guarded: false, epoch, back };
}

/** The guardian of this epoch is silent, whatever the next look says of it. */
export function loseGuardian(before: Guarding, epoch: number): Guarding {
  return { ...before, guarded: false, overEpoch: Math.max(before.overEpoch, epoch), back: null };
}

/** That somebody counts as alive is no sign of life after a loss: beats that come are. */
function heardAgain(
  before: Return | null,
  { holder, epoch, lastBeatAt }: SeenLock,
  nowMs: number,
): Return | null {
  if (holder === null || epoch === null || lastBeatAt === null) return null;
  const { ownerId } = holder;
  if (before === null || before.ownerId !== ownerId || before.epoch !== epoch)
    return { ownerId, epoch, sinceMs: nowMs, beatAt: lastBeatAt, beats: 0 };
  return lastBeatAt <= before.beatAt ? before : { ...before, beatAt: lastBeatAt, beats: before.beats + 1 };
}
