import type { Clock } from "#lib/domain/clock.ts";
import { LeaseEngine } from "#lib/server/leases/lease-engine.ts";
import type { SetTimer } from "#lib/server/leases/lease-worker.ts";
import { BeatBook } from "#lib/server/sessions/beat-book.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { Store } from "#lib/store/store.ts";
import { JudgeLoop } from "./judge-loop.ts";
import { type AgentSight, SessionJudge } from "./session-judge.ts";

export interface NativeCoreOptions {
  /** A clock that stands still while this process cannot listen (ListeningClock). */
  clock: Clock;
  /** The machine's own monotonic clock, ms. */
  machineMs: () => number;
  setTimer: SetTimer;
  store: Store;
  agents: AgentSight;
  /** End of the grace period: wall clock, and the clock above. */
  grace: { untilMs: number; untilMonoMs: number };
  /** A drain that is on keeps new leases from this session. */
  isDrained?: (session: SessionRecord) => boolean;
  /** The epoch above which a lease without a document begins. */
  epochFloor?: (resource: string) => number;
  onError(error: unknown): void;
}

/** Sessions, leases and their judge, wired together. */
export interface NativeCore {
  beats: BeatBook;
  leases: LeaseEngine;
  judge: SessionJudge;
  loop: JudgeLoop;
  /** Ends the loop and the leases' clocks, then writes the last beats. The store stays open. */
  stop(): Promise<void>;
}

/** Takes over sessions and leases from the store. The loop is not started yet. */
export async function openNativeCore(options: NativeCoreOptions): Promise<NativeCore> {
  const { clock, machineMs, setTimer, store, agents, grace, onError } = options;
  const beats = new BeatBook({ clock, machineMs, store, graceUntilMs: grace.untilMonoMs });
  const judge = new SessionJudge({ clock, beats, agents, grace });
  const leases = new LeaseEngine({
    clock,
    setTimer,
    store,
    beats,
    judgementOf: (id) => judge.of(id),
    isDrained: (id) => {
      const session = beats.session(id);
      return session !== undefined && options.isDrained?.(session.record) === true;
    },
    epochFloor: options.epochFloor,
    graceUntilMs: grace.untilMonoMs,
    onChange: () => loop.poke(),
    onError,
  });
  const loop = new JudgeLoop({ clock, setTimer, store, beats, judge, leases, onError });
  await beats.start();
  await leases.start();
  return {
    beats,
    leases,
    judge,
    loop,
    stop: async () => {
      await loop.stop();
      leases.stop();
      await beats.flush().catch(onError);
    },
  };
}
