import { type MinuteFold, mergeMinutes, minuteOf } from "#lib/domain/beats.ts";
import type { Clock } from "#lib/domain/clock.ts";
import { lostAfterMs, rhythmMs } from "#lib/domain/liveness.ts";
import type { BeatMinute, SessionRecord } from "#lib/store/records.ts";
import type { Commit, Store } from "#lib/store/store.ts";
import { LiveSession, type Moment, SessionCells, silentMs, wasHeard } from "./live-session.ts";

export interface BeatBookOptions {
  /** A clock that stands still while this process cannot listen. */
  clock: Clock;
  /** The machine's own monotonic clock, ms, which goes on meanwhile. */
  machineMs: () => number;
  store: Pick<Store, "addBeatMinutes" | "beatMinutes" | "all" | "onCommit">;
  /** Nobody is lost before this moment of the clock: the grace period after a restart. */
  graceUntilMs: number;
}

/** How far back the last beats of sessions are looked for at the start. */
const lookBackMs = 2 * 86_400_000;

/** What became of a counter. `gone`: the session ended; `unknown`: there was never such a session, as far as memory goes. */
export type BeatOutcome = "grew" | "same" | "gone" | "unknown";

/** The end of an owner's beats, for its timeline: exact times as far as the ring goes, and what is not on disk yet. */
export interface RecentHistory {
  /** Wall times, ascending; counted back from now on the machine's monotonic clock, so that a jump leaves no false gap. */
  raw: number[];
  minutes: MinuteFold[];
  rhythmMs: number | null;
  ttlMs: number;
}

/**
 * Everybody who beats, in memory: when, in what rhythm, how long ago. Follows the session documents through
 * commits. Beats are no commits: a crash loses the folds of the last seconds, and no conclusion depends on them.
 */
export class BeatBook {
  readonly #options: BeatBookOptions;
  readonly #clock: Clock;
  readonly #sessions = new Map<string, LiveSession>();
  readonly #cells = new SessionCells();
  readonly #instances = new Map<string, string>();
  /** Owners with beats that are not on disk. */
  readonly #unflushed = new Set<LiveSession>();
  #flushing: Promise<void> = Promise.resolve();
  #adopting = true;

  constructor(options: BeatBookOptions) {
    this.#options = options;
    this.#clock = options.clock;
  }

  /** Takes over what is in the store and follows it from then on. Silence counts anew from here. */
  async start(): Promise<void> {
    for await (const stored of this.#options.store.all("session")) this.#note(stored.value);
    this.#adopting = false;
    for (const session of this.#sessions.values()) await this.#readFolds(session);
    this.#options.store.onCommit((commit) => this.#follow(commit));
  }

  /** All that have a document: open ones, and lost ones until they are forgotten. */
  sessions(): IterableIterator<LiveSession> {
    return this.#sessions.values();
  }

  session(id: string): LiveSession | undefined {
    return this.#sessions.get(id);
  }

  /**
   * As `session`, for one of a batch: whoever sends batches mostly names the same sessions in the same order, and to
   * compare one name is cheaper than to look it up among thousands.
   */
  sessionAfter(before: LiveSession | undefined, id: string): LiveSession | undefined {
    const guess = before?.after ?? null;
    if (guess !== null && guess.id === id && !guess.forgotten) return guess;
    const session = this.#sessions.get(id);
    if (before !== undefined) before.after = session ?? null;
    return session;
  }

  /** The open session of this instance of a service, if it has one. */
  ofInstance(instance: Pick<SessionRecord, "node" | "service" | "instanceId">): LiveSession | undefined {
    const id = this.#instances.get(instanceKey(instance));
    const session = id === undefined ? undefined : this.#sessions.get(id);
    return session !== undefined && this.isOpen(session.record.id) ? session : undefined;
  }

  /** True while the session may act: open, not closing, and not silent for longer than its TTL and the tolerance. */
  isOpen(id: string): boolean {
    const session = this.#sessions.get(id);
    return session?.record.state === "open" && !session.closing && !this.isLost(session);
  }

  /** Whether an open session has been silent for too long, though perhaps nobody has written it down yet. */
  isLost(session: LiveSession, nowMs = this.#clock.monoMs()): boolean {
    return (
      nowMs >= this.#options.graceUntilMs && silentMs(session, nowMs) >= lostAfterMs(session.record.ttlMs)
    );
  }

  /** A counter of this session arrived. Once a session is lost, no beat brings it back. */
  beat(id: string, counter: number): BeatOutcome {
    const session = this.#sessions.get(id);
    return session === undefined ? "unknown" : this.beatOf(session, counter, this.moment());
  }

  /** Now, to be read once for a whole batch. */
  moment(): Moment {
    const { clock, machineMs } = this.#options;
    return { nowMs: clock.monoMs(), machineMs: machineMs(), nowAt: clock.wallMs() };
  }

  /** As `beat`, for a session that was looked up already. */
  beatOf(session: LiveSession, counter: number, moment: Moment): BeatOutcome {
    // Whoever has folds is among the unflushed already.
    const isFirst = !session.hasFolds;
    const outcome = session.take(counter, moment, moment.nowMs >= this.#options.graceUntilMs);
    if (isFirst && outcome === "grew") this.#unflushed.add(session);
    return outcome;
  }

  /** Whether this process heard it this recently: a beat, or the opening of its session. */
  heardWithin(id: string, ms: number): boolean {
    const session = this.#sessions.get(id);
    return session !== undefined && wasHeard(session) && silentMs(session, this.#clock.monoMs()) < ms;
  }

  /** Monotonic time of the last beat heard by this process, or null. */
  lastBeatMs(id: string): number | null {
    return this.#sessions.get(id)?.lastBeatMs ?? null;
  }

  /** Wall time of the last beat that is known. */
  lastBeatAt(id: string): number | null {
    const session = this.#sessions.get(id);
    if (session === undefined) return null;
    const heardMs = session.lastBeatMachineMs;
    return heardMs === null ? session.earlierBeatAt : this.#toWall(heardMs);
  }

  /** What an owner's row shows of its beats; undefined for who does not beat here. */
  summary(id: string): Pick<SessionRecord, "beats" | "lastBeatAt" | "rhythmMs"> | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    return { beats: session.beats, lastBeatAt: this.lastBeatAt(id), rhythmMs: rhythmMs(session.rhythm) };
  }

  /** The newest beats of an owner and what is not on disk yet; undefined for who does not beat here. */
  recent(id: string): RecentHistory | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    return {
      raw: session.ring.times().map((ms) => this.#toWall(ms)),
      minutes: session.folds(),
      rhythmMs: rhythmMs(session.rhythm),
      ttlMs: session.record.ttlMs,
    };
  }

  /** Writes the folds to disk. Those of a failed write are kept for the next one. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.catch(() => undefined).then(() => this.#write());
    return this.#flushing;
  }

  async #write(): Promise<void> {
    const taken = [...this.#unflushed].map((session) => ({ session, folds: session.takeFolds() }));
    if (taken.length === 0) return;
    this.#unflushed.clear();
    const rows: BeatMinute[] = taken.flatMap(({ session, folds }) =>
      folds.map((fold) => ({ ownerId: session.record.id, ...fold })),
    );
    try {
      await this.#options.store.addBeatMinutes(rows);
    } catch (error) {
      for (const { session, folds } of taken) {
        session.putFolds(mergeMinutes([...folds, ...session.folds()]));
        this.#unflushed.add(session);
      }
      throw error;
    }
  }

  /** A crash leaves the document behind what the folds know. */
  async #readFolds(session: LiveSession): Promise<void> {
    const { id, openedAt } = session.record;
    const now = this.#clock.wallMs();
    const from = Math.max(minuteOf(openedAt), now - lookBackMs);
    const folds = await this.#options.store.beatMinutes(id, from, now);
    const last = folds.at(-1);
    if (last === undefined) return;
    session.earlierBeatAt = Math.max(last.lastAt, session.earlierBeatAt ?? 0);
    session.beats = Math.max(
      session.beats,
      folds.reduce((sum, fold) => sum + fold.count, 0),
    );
  }

  #toWall(machineMs: number): number {
    return Math.round(this.#clock.wallMs() - (this.#options.machineMs() - machineMs));
  }

  #follow(commit: Commit): void {
    for (const stored of commit.puts)
      if (stored.kind === "session") this.#note(stored.value as SessionRecord);
    // Folds that are not on disk yet stay in `#unflushed` and are written with the next flush.
    for (const stored of commit.removes) if (stored.kind === "session") this.#forget(stored.id);
  }

  #note(record: SessionRecord): void {
    const known = this.#sessions.get(record.id);
    if (known !== undefined) {
      known.record = record;
      return;
    }
    this.#sessions.set(
      record.id,
      new LiveSession(record, this.#clock.monoMs(), !this.#adopting, this.#cells.take()),
    );
    if (record.state === "open") this.#instances.set(instanceKey(record), record.id);
  }

  #forget(id: string): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    this.#sessions.delete(id);
    session.forgotten = true;
    session.after = null;
    const key = instanceKey(session.record);
    if (this.#instances.get(key) === id) this.#instances.delete(key);
  }
}

function instanceKey({
  node,
  service,
  instanceId,
}: Pick<SessionRecord, "node" | "service" | "instanceId">): string {
  return `${node}\0${service}\0${instanceId}`;
}
