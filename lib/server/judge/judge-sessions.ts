import { limits } from "#lib/domain/limits.ts";
import { forOwner, type SessionJudgement } from "#lib/domain/session-facts.ts";
import type { Verdict } from "#lib/domain/states.ts";
import type { LeaseEngine } from "#lib/server/leases/lease-engine.ts";
import { sameJudgement } from "#lib/server/leases/lease-status.ts";
import type { BeatBook } from "#lib/server/sessions/beat-book.ts";
import type { LiveSession } from "#lib/server/sessions/live-session.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
import { ownerVerdictEvent, sessionLostEvent } from "./judge-events.ts";
import type { SessionJudge } from "./session-judge.ts";

export interface SessionChange {
  session: LiveSession;
  judged: SessionJudgement;
  /** `lost`: it is written down now; `forget`: it was lost long ago and holds nothing. */
  what: "judged" | "lost" | "forget";
}

interface Told {
  /** What was last found to agree with the document. */
  judged: SessionJudgement | null;
  /** The verdict that the owner's timeline knows. */
  verdict: Verdict;
}

/** Looks at all sessions, and writes down what changed about them. */
export class SessionRounds {
  readonly #parts: { beats: BeatBook; judge: SessionJudge; leases: LeaseEngine };
  readonly #told = new WeakMap<LiveSession, Told>();

  constructor(parts: { beats: BeatBook; judge: SessionJudge; leases: LeaseEngine }) {
    this.#parts = parts;
  }

  /** Everything that is not as its document says. */
  changes(nowMs: number): SessionChange[] {
    const changes: SessionChange[] = [];
    for (const session of this.#parts.beats.sessions()) {
      const change = this.#changeOf(session, nowMs);
      if (change !== null) changes.push(change);
    }
    return changes;
  }

  #changeOf(session: LiveSession, nowMs: number): SessionChange | null {
    const { beats, judge } = this.#parts;
    if (session.closing) return null;
    const judged = judge.ofLive(session, nowMs);
    if (session.record.state === "open" && beats.isLost(session, nowMs))
      return { session, judged, what: "lost" };
    if (session.record.state === "lost" && this.#isForgotten(session, nowMs))
      return { session, judged, what: "forget" };
    const told = this.#toldOf(session);
    if (told.judged === judged) return null;
    if (!sameJudgement(forOwner(judged), session.record.judgement))
      return { session, judged, what: "judged" };
    told.judged = judged;
    return null;
  }

  #isForgotten(session: LiveSession, nowMs: number): boolean {
    session.lostMs ??= nowMs;
    if (nowMs - session.lostMs < limits.lostSessionKeepMs) return false;
    return this.#parts.leases.heldBy(session.record.id).length === 0;
  }

  #toldOf(session: LiveSession): Told {
    const known = this.#told.get(session);
    if (known !== undefined) return known;
    const told = { judged: null, verdict: session.record.judgement.verdict };
    this.#told.set(session, told);
    return told;
  }

  /** Writes one change, on top of what others wrote to the document meanwhile. */
  async write(tx: Tx, { session, judged, what }: SessionChange, at: number): Promise<void> {
    const { id } = session.record;
    const stored = await tx.get("session", id);
    if (stored === null || stored.goneAt !== null || stored.value.state === "closed") return;
    if (what === "forget") return tx.remove("session", id, at, "Its session was lost, and it held nothing.");
    const lost = what === "lost" ? { state: "lost" as const, endedAt: at } : {};
    const after: SessionRecord = {
      ...stored.value,
      ...lost,
      ...this.#beatsOf(id),
      judgement: forOwner(judged),
    };
    await tx.put("session", id, after);
    if (what === "lost") await tx.event(sessionLostEvent(after, at));
    // Of an owner that holds something, the timelines of its locks tell.
    if (!this.#isNews(session, judged) || this.#parts.leases.heldBy(id).length > 0) return;
    await tx.event(ownerVerdictEvent(after, judged.verdict, judged.ownerSentence, at));
  }

  /** After the write is on disk. */
  noteWritten({ session, judged, what }: SessionChange): void {
    const told = this.#toldOf(session);
    told.judged = what === "forget" ? null : judged;
    if (judged.reason !== "recovering") told.verdict = judged.verdict;
  }

  /** That nothing is concluded after a restart is no news of anybody. */
  #isNews(session: LiveSession, judged: SessionJudgement): boolean {
    return judged.reason !== "recovering" && judged.verdict !== this.#toldOf(session).verdict;
  }

  #beatsOf(id: string): Pick<SessionRecord, "beats" | "lastBeatAt" | "rhythmMs"> | null {
    return this.#parts.beats.summary(id) ?? null;
  }
}
