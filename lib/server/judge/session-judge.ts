import type { Clock } from "#lib/domain/clock.ts";
import { sameProcess } from "#lib/domain/identity.ts";
import { limits } from "#lib/domain/limits.ts";
import { lostAfterMs, rhythmMs } from "#lib/domain/liveness.ts";
import type { SessionFacts, SessionJudgement, SessionProcess } from "#lib/domain/session-facts.ts";
import { judgeSession } from "#lib/domain/verdict-session.ts";
import type { BeatBook } from "#lib/server/sessions/beat-book.ts";
import { LiveSession, silentMs, wasHeard } from "#lib/server/sessions/live-session.ts";
import type { SessionRecord } from "#lib/store/records.ts";

/** What is known of the agents, as the desk of the agents knows it. */
export interface AgentSight {
  /** Milliseconds since the last scan of a node came in; null when none came since this server started. */
  sinceScanMs(node: string): number | null;
  reportedAt(node: string): number | null;
}

export interface SessionJudgeOptions {
  /** The clock of the beat book: stands still while this process cannot listen. */
  clock: Clock;
  beats: BeatBook;
  agents: AgentSight;
  /** End of the grace period: wall clock, and the clock above. */
  grace: { untilMs: number; untilMonoMs: number };
}

/** No scan for longer than this: the agent is silent, and what it said is of the past. */
const agentSilentAfterMs = limits.agentTtlMs + limits.ttlToleranceMs;

interface Known {
  /** All that the last judgement depended on: its facts as a number, and the document. */
  key: number;
  record: SessionRecord;
  judged: SessionJudgement;
}

/**
 * Judges sessions from what this server heard and what the agents say. A judgement is kept until something that it
 * depends on changes, so that asking for ten thousand of them costs ten thousand comparisons.
 */
export class SessionJudge {
  readonly #options: SessionJudgeOptions;
  readonly #known = new WeakMap<LiveSession, Known>();

  constructor(options: SessionJudgeOptions) {
    this.#options = options;
  }

  inGrace(): boolean {
    return this.#options.clock.monoMs() < this.#options.grace.untilMonoMs;
  }

  /** The judgement as of now; of an id that has no document, that of an unknown session. */
  of(sessionId: string): SessionJudgement {
    const session = this.#options.beats.session(sessionId);
    return session === undefined
      ? this.#unknown(sessionId)
      : this.ofLive(session, this.#options.clock.monoMs());
  }

  /** As `of`, with the time read once for all. */
  ofLive(session: LiveSession, nowMs: number): SessionJudgement {
    const key = this.#key(session, nowMs);
    const known = this.#known.get(session);
    if (known !== undefined && known.key === key && known.record === session.record) return known.judged;
    const judged = judgeSession(this.#facts(session, nowMs));
    this.#known.set(session, { key, record: session.record, judged });
    return judged;
  }

  /** Of a session that is about to be opened. */
  ofNew(record: SessionRecord): SessionJudgement {
    const nowMs = this.#options.clock.monoMs();
    return judgeSession(this.#facts(new LiveSession(record, nowMs, true), nowMs));
  }

  /** With the times of all facts as of now, for a page; nothing is kept. */
  fresh(sessionId: string): SessionJudgement {
    const session = this.#options.beats.session(sessionId);
    if (session === undefined) return this.#unknown(sessionId);
    return judgeSession(this.#facts(session, this.#options.clock.monoMs()));
  }

  #unknown(sessionId: string): SessionJudgement {
    const { clock, grace } = this.#options;
    return judgeSession({
      nowAt: clock.wallMs(),
      sessionId,
      session: null,
      beats: { heard: false, lastBeatAt: null, silentMs: 0, suspect: false, rhythmMs: null },
      agent: { state: "none", lastReportAt: null },
      graceUntil: this.inGrace() ? grace.untilMs : null,
    });
  }

  /** Everything that changes with time alone, in one number. */
  #key(session: LiveSession, nowMs: number): number {
    const silent = silentMs(session, nowMs);
    const suspect = this.#isSuspect(session, silent) ? 1 : 0;
    const heard = wasHeard(session) ? 2 : 0;
    const grace = nowMs < this.#options.grace.untilMonoMs ? 4 : 0;
    const old = silent > limits.evidenceMaxAgeMs ? 8 : 0;
    const agent = { none: 0, silent: 16, reporting: 32 }[this.#agentState(session.record.node)];
    const lost = this.#options.beats.isLost(session, nowMs) ? 64 : 0;
    return suspect | heard | grace | old | agent | lost;
  }

  #isSuspect(session: LiveSession, silent: number): boolean {
    return (
      session.record.state === "lost" ||
      silent >= session.suspectAfterMs ||
      silent >= lostAfterMs(session.record.ttlMs)
    );
  }

  #agentState(node: string): SessionFacts["agent"]["state"] {
    const sinceMs = this.#options.agents.sinceScanMs(node);
    if (sinceMs === null) return "none";
    return sinceMs > agentSilentAfterMs ? "silent" : "reporting";
  }

  #facts(session: LiveSession, nowMs: number): SessionFacts {
    const { clock, beats, agents, grace } = this.#options;
    const { record } = session;
    const silent = silentMs(session, nowMs);
    const agent = { state: this.#agentState(record.node), lastReportAt: agents.reportedAt(record.node) };
    return {
      nowAt: clock.wallMs(),
      sessionId: record.id,
      session: {
        ...record,
        // What is due to be written down is as good as written.
        state: record.state === "open" && beats.isLost(session, nowMs) ? "lost" : record.state,
        processes: sights(record, agent.state === "reporting"),
      },
      beats: {
        heard: wasHeard(session),
        lastBeatAt: beats.lastBeatAt(record.id),
        silentMs: silent,
        suspect: this.#isSuspect(session, silent),
        rhythmMs: rhythmMs(session.rhythm) ?? record.rhythmMs,
      },
      agent,
      graceUntil: nowMs < grace.untilMonoMs ? grace.untilMs : null,
    };
  }
}

/** An agent that reports repeats what it sees, so while it does, what it said last is what it sees. */
function sights(record: SessionRecord, reporting: boolean): SessionProcess[] {
  return record.processes.map((process) => {
    const seen = record.observations.find((o) => sameProcess(o.process, process));
    if (seen === undefined) return { process, sight: null };
    return {
      process,
      sight: { status: seen.status, observedAt: record.observedAt ?? 0, current: reporting },
    };
  });
}
