import type { Clock } from "#lib/domain/clock.ts";
import { limits } from "#lib/domain/limits.ts";
import type { LeaseEngine } from "#lib/server/leases/lease-engine.ts";
import type { SetTimer } from "#lib/server/leases/lease-worker.ts";
import type { BeatBook } from "#lib/server/sessions/beat-book.ts";
import type { Store } from "#lib/store/store.ts";
import { LeaseRounds } from "./judge-leases.ts";
import { SessionRounds } from "./judge-sessions.ts";
import type { SessionJudge } from "./session-judge.ts";

export interface JudgeLoopOptions {
  clock: Clock;
  setTimer: SetTimer;
  store: Pick<Store, "write" | "readOnlyReason">;
  beats: BeatBook;
  judge: SessionJudge;
  leases: LeaseEngine;
  onError(error: unknown): void;
}

/** A change of a lease is written down this soon after it, together with others that come meanwhile. */
const pokeMs = 20;
/** So many documents go into one work, so that nobody else waits long behind them. */
const chunk = 250;

/**
 * Brings what is known in memory (silence, waiters, refusals) into the documents, when it changes what a person
 * would see, and only then. All sessions are looked at every `limits.judgeIntervalMs`; leases also a moment after
 * something happened to them.
 */
export class JudgeLoop {
  readonly #options: JudgeLoopOptions;
  readonly #sessions: SessionRounds;
  readonly #leases: LeaseRounds;
  #running: Promise<void> | null = null;
  #cancelRound: (() => void) | null = null;
  #cancelPoke: (() => void) | null = null;
  #stopped = false;
  #inGrace = true;

  constructor(options: JudgeLoopOptions) {
    this.#options = options;
    this.#sessions = new SessionRounds(options);
    this.#leases = new LeaseRounds(options);
  }

  start(): void {
    this.#cancelRound = this.#options.setTimer(limits.judgeIntervalMs, () => {
      void this.round().finally(() => {
        if (!this.#stopped) this.start();
      });
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRound?.();
    this.#cancelPoke?.();
    await this.#running;
  }

  /** Something happened to a lease: look soon. */
  poke(): void {
    if (this.#stopped || this.#cancelPoke !== null) return;
    this.#cancelPoke = this.#options.setTimer(pokeMs, () => {
      this.#cancelPoke = null;
      void this.#alone(() => this.#lookAtLeases([]));
    });
  }

  /** One look at everything. Rounds never overlap; errors are told and the next round tries again. */
  round(): Promise<void> {
    return this.#alone(async () => {
      const changed = await this.#lookAtSessions();
      await this.#lookAtLeases(changed);
    });
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    while (this.#running !== null) await this.#running;
    // A store that cannot write keeps what was last known; there is nothing to do until it can.
    if (this.#stopped || this.#options.store.readOnlyReason() !== null) return;
    this.#running = work()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => {
        this.#running = null;
      });
    await this.#running;
  }

  /** Returns the leases of those whose judgement changed. */
  async #lookAtSessions(): Promise<string[]> {
    const { clock, store, leases } = this.#options;
    const changes = this.#sessions.changes(clock.monoMs());
    const held: string[] = [];
    for (let from = 0; from < changes.length; from += chunk) {
      const part = changes.slice(from, from + chunk);
      const at = clock.wallMs();
      await store.write(async (tx) => {
        for (const change of part) await this.#sessions.write(tx, change, at);
      });
      for (const change of part) {
        const { id } = change.session.record;
        this.#sessions.noteWritten(change);
        if (change.what === "lost") leases.dropWaits(id);
        held.push(...leases.heldBy(id));
      }
    }
    return held;
  }

  async #lookAtLeases(resources: readonly string[]): Promise<void> {
    const { clock, store, leases } = this.#options;
    const due = [...resources, ...this.#afterGrace(), ...leases.takeChanged()];
    const nowMs = clock.monoMs();
    const changes = this.#leases.changes(due, nowMs);
    for (let from = 0; from < changes.length; from += chunk) {
      const part = changes.slice(from, from + chunk);
      try {
        await store.write(async (tx) => {
          for (const change of part) await this.#leases.write(tx, change);
        });
      } catch (error) {
        for (const { slot } of changes.slice(from)) leases.noteChanged(slot);
        throw error;
      }
      for (const change of part) this.#leases.noteWritten(change, nowMs);
    }
  }

  /** When the grace period ends, leases of sessions that nobody knows are judged; no session brings them up. */
  #afterGrace(): string[] {
    const { judge, beats, leases } = this.#options;
    if (!this.#inGrace || judge.inGrace()) return [];
    this.#inGrace = false;
    return [...leases.holders()]
      .filter((id) => beats.session(id) === undefined)
      .flatMap((id) => leases.heldBy(id));
  }
}
