import { BeatRing, foldBeat, type MinuteFold, minuteOf, noteBeat } from "#lib/domain/beats.ts";
import {
  addInterval,
  newRhythm,
  promisedIntervalMs,
  type Rhythm,
  suspectAfterMs,
} from "#lib/domain/liveness.ts";
import type { SessionRecord } from "#lib/store/records.ts";

/** A session as this process listens to it. What must outlast a restart is in `record` and in the beat folds. */
export interface LiveSession {
  /** The document as it was last committed; replaced as a whole, never changed. */
  record: SessionRecord;
  /** Highest counter seen; null after a restart of the server: the first counter then only shows where it stands. */
  counter: number | null;
  beats: number;
  /** Opened while this process listened, which is a sign of life of its own. */
  readonly openedHere: boolean;
  /** Its owner is closing it: it may not act any more. */
  closing: boolean;
  /** When this process first saw that it is lost; monotonic. */
  lostMs: number | null;
  /** Wall time of the last beat that an earlier process heard, as far as the folds on disk tell. */
  earlierBeatAt: number | null;
  /** Since when this process listens to it, and the last beat that it heard; monotonic. */
  listeningFromMs: number;
  lastBeatMs: number | null;
  /** Silence, ms, from which its own rhythm makes it suspect. */
  suspectAfterMs: number;
  readonly rhythm: Rhythm;
  readonly ring: BeatRing;
  /** Minutes that are not on disk yet; the newest last. */
  folds: MinuteFold[];
}

export function liveSession(record: SessionRecord, nowMs: number, isNew: boolean): LiveSession {
  const rhythm = newRhythm(promisedIntervalMs(record.ttlMs));
  return {
    record,
    counter: isNew ? -1 : null,
    beats: record.beats,
    openedHere: isNew,
    closing: false,
    lostMs: null,
    earlierBeatAt: record.lastBeatAt,
    listeningFromMs: nowMs,
    lastBeatMs: null,
    suspectAfterMs: suspectAfterMs(rhythm),
    rhythm,
    ring: new BeatRing(),
    folds: [],
  };
}

/** Takes a counter in. True when it grew: that is a beat. */
export function takeBeat(session: LiveSession, counter: number, nowMs: number, nowAt: number): boolean {
  const before = session.counter;
  if (before !== null && counter <= before) return false;
  session.counter = counter;
  if (before === null) return false;
  const sinceMs = session.lastBeatMs === null ? null : nowMs - session.lastBeatMs;
  if (sinceMs !== null) {
    addInterval(session.rhythm, sinceMs, session.suspectAfterMs);
    session.suspectAfterMs = suspectAfterMs(session.rhythm);
  }
  session.lastBeatMs = nowMs;
  session.beats += 1;
  session.ring.push(nowMs);
  addToFold(session, nowAt, sinceMs ?? 0);
  return true;
}

function addToFold(session: LiveSession, at: number, gapMs: number): void {
  const open = session.folds[session.folds.length - 1];
  if (open !== undefined && open.minuteAt === minuteOf(at)) noteBeat(open, at, gapMs);
  else session.folds.push(foldBeat(null, at, 0));
}

/** Whether it showed itself to this process: opened, or beat. */
export function wasHeard(session: LiveSession): boolean {
  return session.openedHere || session.lastBeatMs !== null;
}

/** How long this process has heard nothing of it, ms. */
export function silentMs(session: LiveSession, nowMs: number): number {
  return nowMs - (session.lastBeatMs ?? session.listeningFromMs);
}
