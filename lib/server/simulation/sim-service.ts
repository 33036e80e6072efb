import { holdsOf } from "#lib/client/unit/holds-of.ts";
import { UnitKeeper } from "#lib/client/unit/unit-keeper.ts";
import type { Order } from "#lib/contract/orders.ts";
import { holdRemainingMs } from "#lib/domain/operations/hold.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { SessionRole } from "#lib/domain/session-role.ts";
import { reportOrders } from "#lib/server/orders/report-orders.ts";
import { beatMany } from "#lib/server/sessions/beat-session.ts";
import { openSession } from "#lib/server/sessions/open-session.ts";
import type { FakeTime } from "#lib/server/sessions/testing/fake-time.ts";
import type { SeededRandom } from "./random.ts";
import type { SimNet } from "./sim-net.ts";
import type { SimHost, SimProcess } from "./sim-process.ts";

export const resource = "aim_lock_config.conf";
const ttlMs = 4_000;

export interface SimServiceOptions {
  name: string;
  role: SessionRole;
  onLost: "release" | "keep";
  host: SimHost;
  net: SimNet;
  time: FakeTime;
  random: SeededRandom;
  /** Whether its units resume by themselves when their time is over. */
  deadMan: boolean;
  /** Tells the world which session is whose process. */
  onSession: (sessionId: string, process: SimProcess) => void;
  /** The resource: tells whether a write with this epoch is accepted. */
  write: (epoch: number, by: SimProcess) => Promise<void>;
}

/** A service as a careful one is: it beats, takes the lease in cycles, writes while it may, and pauses when told to. */
export class SimService {
  readonly #options: SimServiceOptions;
  readonly #actor: Actor;
  #life = 0;
  #process: SimProcess;
  #keeper: UnitKeeper;
  #sessionId: string | null = null;
  #counter = 0;
  #grant: { epoch: number; untilMs: number } | null = null;
  #orderIds: string[] = [];
  /** Highest epoch that it heard of or tried to give back: an older answer is no grant. */
  #pastEpoch = 0;

  constructor(options: SimServiceOptions) {
    this.#options = options;
    this.#actor = { kind: "token", id: `token-${options.name}`, name: options.name, role: "operator" };
    this.#process = options.host.start(`${options.name}-0-instance`);
    this.#keeper = this.#newKeeper();
  }

  get process(): SimProcess {
    return this.#process;
  }

  get isPaused(): boolean {
    return this.#process.alive && this.#keeper.unit.state !== "running";
  }

  get heldBy(): string[] {
    return this.#keeper.unit.holds.map(({ operationId }) => operationId);
  }

  /** The process ends without a word. */
  kill(): void {
    this.#process.alive = false;
    this.#keeper.take([]);
  }

  /** Starts again as another process, which knows nothing of the one before. */
  revive(reusePid: boolean): void {
    const { host, name } = this.#options;
    this.#life += 1;
    const pid = reusePid ? this.#process.identity.pid : null;
    this.#process = host.start(`${name}-${this.#life}-instance`, pid);
    this.#keeper = this.#newKeeper();
    this.#sessionId = null;
    this.#grant = null;
    this.#counter = 0;
    this.#orderIds = [];
    this.#pastEpoch = 0;
  }

  /** One turn of its loop. */
  async round(): Promise<void> {
    const process = this.#process;
    if (!this.#runs(process)) return;
    if (this.#sessionId === null) await this.#open(process);
    const sessionId = this.#sessionId;
    if (sessionId === null || !this.#runs(process)) return;
    await this.#beat(sessionId);
    if (this.#runs(process)) await this.#obey(sessionId, process);
    if (this.#runs(process)) await this.#cycle(sessionId, process);
  }

  #runs(process: SimProcess): boolean {
    return process === this.#process && process.alive && !process.stopped;
  }

  async #open(process: SimProcess): Promise<void> {
    const { host, net, name, role, onSession } = this.#options;
    const reply = await net.send((server) =>
      openSession(server.context, this.#actor, {
        node: host.node,
        service: name,
        instanceId: process.identity.instanceId,
        ttlMs,
        command: name,
        user: null,
        unit: null,
        processes: [process.identity],
        role,
        resources: role === "worker" ? [] : [resource],
      }),
    );
    if (!reply.ok) return;
    onSession(reply.value.sessionId, process);
    if (process === this.#process) this.#sessionId = reply.value.sessionId;
  }

  async #beat(sessionId: string): Promise<void> {
    this.#counter += 1;
    const beats = [{ sessionId, counter: this.#counter }];
    const reply = await this.#options.net.send(async (server) =>
      beatMany(server.context, this.#actor, { beats }),
    );
    if (reply.ok && reply.value.unknown.includes(sessionId) && this.#sessionId === sessionId) {
      this.#sessionId = null;
      this.#grant = null;
    }
  }

  /** Asks what it is to do, does it, and says how it stands. */
  async #obey(sessionId: string, process: SimProcess): Promise<void> {
    const { net, time } = this.#options;
    const askedAtMs = time.monoMs();
    const keeper = this.#keeper;
    const reply = await net.send(async (server) => server.context.orders.list(sessionId).orders);
    if (reply.ok && this.#runs(process)) this.#take(reply.value, askedAtMs);
    const { unit } = keeper;
    await net.send((server) =>
      reportOrders(server.context, this.#actor, sessionId, {
        units: [
          {
            unit: "main",
            service: this.#options.name,
            kind: "in-process",
            can: ["drain"],
            state: unit.state,
            tasks: unit.state === "draining" ? 1 : 0,
            operationId: unit.holds[0]?.operationId ?? null,
            orderIds: this.#orderIds,
            holdRemainingMs: holdRemainingMs(unit, time.monoMs()),
            note: null,
          },
        ],
        results: [],
        configs: [],
        telemetry: [],
        notes: [],
      }),
    );
  }

  #take(orders: readonly Order[], askedAtMs: number): void {
    const holds = holdsOf(orders, "main", askedAtMs);
    this.#orderIds = holds.map(({ orderId }) => orderId);
    const endless = { untilMs: Number.MAX_SAFE_INTEGER, mostMs: undefined };
    this.#keeper.take(this.#options.deadMan ? holds : holds.map((hold) => ({ ...hold, ...endless })));
  }

  async #cycle(sessionId: string, process: SimProcess): Promise<void> {
    const { random, time } = this.#options;
    const paused = this.#keeper.unit.state !== "running";
    const grant = this.#grant;
    if (grant === null) {
      if (!paused && random.chance(0.6)) await this.#acquire(sessionId, process);
      return;
    }
    if (time.monoMs() >= grant.untilMs) {
      this.#grant = null;
      return;
    }
    if (paused || (this.#options.role !== "guardian" && random.chance(0.15))) {
      await this.#release(sessionId, grant.epoch);
      return;
    }
    await this.#renew(sessionId, process, grant.epoch);
    if (this.#runs(process) && this.#grant !== null && time.monoMs() < this.#grant.untilMs) {
      const { epoch } = this.#grant;
      // The write itself is on its way for a while, as of a process that stops between its look and its act.
      await this.#options.net.send(() => this.#options.write(epoch, process));
    }
  }

  async #acquire(sessionId: string, process: SimProcess): Promise<void> {
    const { net, time, onLost } = this.#options;
    const askedAtMs = time.monoMs();
    const reply = await net.send((server) =>
      server.context.leases.acquire(resource, { sessionId, ttlMs, onLost, lockDelayMs: 1_000 }, 0),
    );
    if (!reply.ok || reply.value.outcome !== "granted" || !this.#runs(process)) return;
    const { epoch } = reply.value.holder;
    if (this.#sessionId !== sessionId || epoch <= this.#pastEpoch) return;
    this.#grant = { epoch, untilMs: askedAtMs + ttlMs };
  }

  async #renew(sessionId: string, process: SimProcess, epoch: number): Promise<void> {
    const askedAtMs = this.#options.time.monoMs();
    const reply = await this.#options.net.send(async (server) =>
      server.context.leases.renew(resource, { sessionId, epoch }),
    );
    if (!reply.ok || !this.#runs(process) || this.#grant?.epoch !== epoch) return;
    if (reply.value) this.#grant = { epoch, untilMs: askedAtMs + ttlMs };
    else this.#grant = null;
  }

  async #release(sessionId: string, epoch: number): Promise<void> {
    this.#grant = null;
    this.#pastEpoch = Math.max(this.#pastEpoch, epoch);
    await this.#options.net.send((server) => server.context.leases.release(resource, { sessionId, epoch }));
  }

  #newKeeper(): UnitKeeper {
    const { time, random } = this.#options;
    const never = new AbortController();
    const takesMs = random.chance(0.15) ? Number.POSITIVE_INFINITY : random.between(0, 3_000);
    return new UnitKeeper({
      actions: {
        drain: (_hold, signal) =>
          new Promise((resolve) => {
            const done = () => resolve();
            signal.addEventListener("abort", done, { once: true });
            if (Number.isFinite(takesMs)) time.setTimer(takesMs, done);
          }),
        resume: async () => {},
      },
      monoMs: () => time.monoMs(),
      setTimer: time.setTimer,
      onChange: () => {},
      signal: never.signal,
    });
  }
}
