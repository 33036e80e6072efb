import { randomUUID } from "node:crypto";
import type { Order, UnitReport } from "#lib/contract/orders.ts";
import type { OperationSpec } from "#lib/domain/operations/operation.ts";
import { abortOperation } from "#lib/server/operations/abort-operation.ts";
import { acknowledgeOperation } from "#lib/server/operations/acknowledge-operation.ts";
import { confirmOperation } from "#lib/server/operations/confirm-operation.ts";
import { createOperation } from "#lib/server/operations/create-operation.ts";
import { ada, answered, ben } from "#lib/server/operations/testing/clear-world.ts";
import { reportOrders } from "#lib/server/orders/report-orders.ts";
import { waitOrders } from "#lib/server/orders/wait-orders.ts";
import { beatMany } from "#lib/server/sessions/beat-session.ts";
import { openSession } from "#lib/server/sessions/open-session.ts";
import { FakeTime } from "#lib/server/sessions/testing/fake-time.ts";
import { SimServer } from "#lib/server/simulation/sim-server.ts";
import { MemoryDisk } from "#lib/store/testing/memory-disk.ts";
import type { Crash } from "#lib/store/testing/memory-store.ts";

const reason = "The lock is to be cleared while nobody works.";

/** A service with one unit that does as it is told, by its own clock; `deaf`: it neither asks nor says anything. */
export class ObedientUnit {
  sessionId = "";
  deaf = false;
  state: UnitReport["state"] = "running";
  untilMs: number | null = null;
  orderIds: string[] = [];
  /** Moments at which it began and ended a pause, on the clock of the test. */
  readonly pauses: { fromMs: number; toMs: number | null }[] = [];
  counter = 0;
}

/** The real server with its executor, units and two people; time and the disk are in the test's hand. */
export class DrainWorld {
  readonly time = new FakeTime();
  readonly disk = new MemoryDisk();
  readonly trouble: string[] = [];
  readonly units: ObedientUnit[] = [];
  #server: SimServer | null = null;

  static async open(units: number): Promise<DrainWorld> {
    const world = new DrainWorld();
    await world.start();
    for (let i = 0; i < units; i += 1) world.units.push(new ObedientUnit());
    await world.pass(1_000);
    return world;
  }

  get server(): SimServer {
    if (this.#server === null) throw new Error("not started");
    return this.#server;
  }

  get context() {
    return this.server.context;
  }

  /** A new life of the server on the same disk. */
  async start(): Promise<void> {
    this.#server = await SimServer.start({
      disk: this.disk,
      time: this.time,
      newId: (prefix) => `${prefix}_${randomUUID()}`,
      onCommit: () => {},
      onTrouble: (text) => this.trouble.push(text),
    });
  }

  killIn(writes: number, how: Crash): void {
    this.server.killIn(writes, how);
  }

  /** Time goes on in steps of a quarter of a second, and the units with it. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 250) {
      await this.time.advance(Math.min(250, left), settle);
      for (const [place, unit] of this.units.entries()) await this.#live(unit, place);
    }
  }

  async operation(id: string) {
    return (await this.context.store.get("operation", id))?.value ?? null;
  }

  /** Planned, confirmed and acknowledged; null when the server died in it. */
  async run(spec: OperationSpec, key: string): Promise<string | null> {
    const planned = await answered(createOperation(this.context, ada, { spec, reason, dryRun: false }, key));
    if (planned === "never" || planned.operation == null) return null;
    const { id, snapshot } = planned.operation;
    const body = { reason, typedName: "svc", readNotVerified: false };
    const input = { id, key: null, reviewed: snapshot };
    const confirmed = await answered(confirmOperation(this.context, { ...input, actor: ada }, body));
    if (confirmed !== "never" && confirmed.holdPoint !== null) {
      const note = { note: "", readNotVerified: false };
      await answered(acknowledgeOperation(this.context, { ...input, actor: ben }, note));
    }
    return id;
  }

  async acknowledge(id: string): Promise<void> {
    const record = await this.operation(id);
    if (record?.state !== "waiting" || record.holdPoint?.by !== null) return;
    const input = { actor: ben, id, key: null, reviewed: record.snapshot };
    await answered(acknowledgeOperation(this.context, input, { note: "", readNotVerified: false }));
  }

  abort(id: string) {
    return abortOperation(this.context, { actor: ada, id, key: null, reviewed: null }, "");
  }

  async #live(unit: ObedientUnit, place: number): Promise<void> {
    if (unit.untilMs !== null && this.time.monoMs() >= unit.untilMs) this.#resume(unit);
    if (unit.deaf || this.server.isDead) return;
    await answered(this.#talk(unit, place));
  }

  async #talk(unit: ObedientUnit, place: number): Promise<void> {
    const { context } = this;
    if (unit.sessionId === "" || !context.beats.isOpen(unit.sessionId)) await this.#join(unit, place);
    const { sessionId } = unit;
    unit.counter += 1;
    beatMany(context, ada, { beats: [{ sessionId, counter: unit.counter }] });
    await this.#report(unit, place);
    const askedAtMs = this.time.monoMs();
    const signal = new AbortController().signal;
    const waiting = { signal, mayStill: async () => true };
    const { orders } = await waitOrders(context, ada, sessionId, { waitMs: 0 }, waiting);
    this.#obey(unit, orders, askedAtMs);
    await this.#report(unit, place);
  }

  async #join(unit: ObedientUnit, place: number): Promise<void> {
    const session = { node: `node-${place}`, service: "svc", instanceId: randomUUID(), ttlMs: 5_000 };
    const rest = {
      command: null,
      user: null,
      unit: null,
      processes: [],
      role: "worker",
      resources: [],
    } as const;
    const body = { ...session, ...rest, processes: [], resources: [] };
    unit.sessionId = (await openSession(this.context, ada, body)).sessionId;
  }

  async #report(unit: ObedientUnit, place: number): Promise<void> {
    const { state, orderIds, untilMs } = unit;
    const report: UnitReport = {
      unit: "main",
      service: "svc",
      kind: "in-process",
      can: ["drain", "resume"],
      state,
      tasks: place,
      operationId: null,
      orderIds,
      holdRemainingMs: untilMs === null ? null : Math.max(0, untilMs - this.time.monoMs()),
      note: null,
    };
    await reportOrders(this.context, ada, unit.sessionId, {
      units: [report],
      results: [],
      configs: [],
      telemetry: [],
      notes: [],
    });
  }

  #obey(unit: ObedientUnit, orders: readonly Order[], askedAtMs: number): void {
    const holds = orders.filter((order) => order.kind === "hold");
    unit.orderIds = holds.map(({ orderId }) => orderId);
    if (holds.length === 0) {
      if (unit.untilMs !== null) this.#resume(unit);
      return;
    }
    unit.untilMs = askedAtMs + Math.max(...holds.map(({ remainingMs }) => remainingMs));
    if (unit.state === "paused") return;
    unit.state = "paused";
    unit.pauses.push({ fromMs: this.time.monoMs(), toMs: null });
  }

  #resume(unit: ObedientUnit): void {
    unit.state = "running";
    unit.untilMs = null;
    const last = unit.pauses.at(-1);
    if (last !== undefined) last.toMs = this.time.monoMs();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
