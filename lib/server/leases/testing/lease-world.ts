import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "#lib/domain/clock.ts";
import type { LeaseAsk } from "#lib/domain/lease.ts";
import { type NativeCore, openNativeCore } from "#lib/server/judge/native-core.ts";
import type { AgentSight } from "#lib/server/judge/session-judge.ts";
import type { LeaseEngine } from "#lib/server/leases/lease-engine.ts";
import type { BeatBook } from "#lib/server/sessions/beat-book.ts";
import { FakeTime } from "#lib/server/sessions/testing/fake-time.ts";
import { sampleSession } from "#lib/server/sessions/testing/sample-session.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import { openSqliteStore } from "#lib/store/sqlite/open-sqlite-store.ts";
import type { Store } from "#lib/store/store.ts";

/**
 * A lease engine over a real store in a folder of its own, in a time that the test moves. `restart` is a crash: the
 * engine, its queues and clocks are forgotten, and only what was acknowledged is found again.
 */
export class LeaseWorld {
  readonly time = new FakeTime();
  readonly dataDir = mkdtempSync(join(tmpdir(), "locksmith-leases-"));
  readonly errors: unknown[] = [];
  agents: AgentSight = { sinceScanMs: () => null, reportedAt: () => null };
  #store: Store | null = null;
  #core: NativeCore | null = null;
  /** What silence is counted on; the machine's own, unless a test is about a process that does not always listen. */
  readonly #clock: Clock;

  private constructor(clockOf: (time: FakeTime) => Clock) {
    this.#clock = clockOf(this.time);
  }

  static async open(graceMs = 0, clockOf = (time: FakeTime): Clock => time): Promise<LeaseWorld> {
    const world = new LeaseWorld(clockOf);
    await world.start(graceMs);
    return world;
  }

  get store(): Store {
    return started(this.#store);
  }

  get core(): NativeCore {
    return started(this.#core);
  }

  get engine(): LeaseEngine {
    return this.core.leases;
  }

  get beats(): BeatBook {
    return this.core.beats;
  }

  async start(graceMs: number): Promise<void> {
    const { time } = this;
    const clock = this.#clock;
    const onError = (error: unknown) => this.errors.push(error);
    this.#store = await openSqliteStore({ dataDir: this.dataDir, clock: time, onError });
    this.#core = await openNativeCore({
      clock,
      machineMs: () => time.monoMs(),
      setTimer: time.setTimer,
      store: this.#store,
      agents: {
        sinceScanMs: (node) => this.agents.sinceScanMs(node),
        reportedAt: (node) => this.agents.reportedAt(node),
      },
      grace: { untilMs: clock.wallMs() + graceMs, untilMonoMs: clock.monoMs() + graceMs },
      onError,
    });
  }

  async restart(graceMs: number): Promise<void> {
    await this.core.loop.stop();
    this.engine.stop();
    await this.store.close();
    await this.start(graceMs);
  }

  async close(): Promise<void> {
    await this.core.stop();
    await this.store.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Opens sessions by name; each beats whenever the test says so. */
  async open(...ids: string[]): Promise<void> {
    for (const id of ids) await this.put(sampleSession(id));
  }

  async put(session: SessionRecord): Promise<void> {
    await this.store.write((tx) => tx.put("session", session.id, session));
  }

  /** Lets time pass in steps, with beats of these sessions once a second. */
  async pass(ms: number, ...beating: string[]): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      await this.time.advance(Math.min(left, 1_000), () => this.settled());
      for (const id of beating) this.beats.beat(id, this.time.monoMs());
    }
  }

  /** Waits until all writes that were asked for are on disk and their answers were given. */
  async settled(): Promise<void> {
    for (let i = 0; i < 3; i += 1) await this.store.write(async () => {});
  }

  acquire(
    resource: string,
    sessionId: string,
    change: Partial<LeaseAsk> & { waitMs?: number; signal?: AbortSignal } = {},
  ) {
    const { waitMs = 0, signal, ...rest } = change;
    const ask: LeaseAsk = { sessionId, ttlMs: 10_000, onLost: "release", lockDelayMs: 5_000, ...rest };
    return this.engine.acquire(resource, ask, waitMs, signal === undefined ? undefined : () => signal);
  }

  /** The epoch of a grant; throws for anything else. */
  async granted(
    resource: string,
    sessionId: string,
    change: Parameters<LeaseWorld["acquire"]>[2] = {},
  ): Promise<number> {
    const outcome = await this.acquire(resource, sessionId, change);
    if (outcome.outcome !== "granted") throw new Error(`not granted: ${JSON.stringify(outcome)}`);
    return outcome.holder.epoch;
  }

  async document(resource: string) {
    return (await this.store.get("lease", resource))?.value ?? null;
  }

  async eventKinds(resource: string): Promise<string[]> {
    const events = await this.store.events({ resource, limit: 100 });
    return events.map((e) => e.kind).reverse();
  }
}

function started<T>(part: T | null): T {
  if (part === null) throw new Error("not started");
  return part;
}
