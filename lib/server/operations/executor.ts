import { limits } from "#lib/domain/limits.ts";
import { sameGates } from "#lib/domain/operations/gates.ts";
import { isEnded, type OperationKind } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { SetTimer } from "#lib/server/leases/lease-worker.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Commit } from "#lib/store/store.ts";
import { endLeftPages, endWithPage, lookAtTime } from "./expiry.ts";
import { gatesNow } from "./gates-now.ts";
import type { KindRules } from "./kind.ts";
import { allKinds, rulesOf } from "./kinds.ts";
import { moveOperation } from "./move-operation.ts";

/** Commits that come within this time are looked at together. */
const gatherMs = 20;
/** Other documents change all the time on a busy fleet, and each look asks a good deal. */
const gatherOthersMs = 200;

const concerning: ReadonlySet<string> = new Set([
  "operation",
  "session",
  "lease",
  "kernel-lock",
  "node",
  "unit",
  "node-config",
]);

/**
 * Moves operations on: after each change that may concern them, and at every tick. One look at an operation at a
 * time; what comes meanwhile makes it look again. After a restart it goes on from what is on disk.
 */
export class OperationExecutor {
  readonly #context: ServerContext;
  readonly #rulesOf: (kind: OperationKind) => KindRules<OperationKind>;
  readonly #running = new Map<string, { again: boolean; done: Promise<void> }>();
  readonly #setTimer: SetTimer;
  #cancelLook: (() => void) | null = null;
  /** How soon the next look was asked for. */
  #lookMs = gatherMs;
  #cancelTick: () => void = () => {};
  #unsubscribe: () => void = () => {};
  #ticking: Promise<void> | null = null;
  #stopped = true;

  constructor(
    context: ServerContext,
    setTimer: SetTimer,
    rules: (kind: OperationKind) => KindRules<OperationKind> = rulesOf,
  ) {
    this.#context = context;
    this.#setTimer = setTimer;
    this.#rulesOf = rules;
    context.operations.attach({
      orders: (operation, sessionId) =>
        this.#rulesOf(operation.spec.kind).orders?.(context, operation, sessionId) ?? [],
      nudge: () => this.#soon(),
    });
  }

  start(): void {
    this.#stopped = false;
    this.#unsubscribe = this.#context.store.onCommit((commit) => this.#noteCommit(commit));
    this.#tick();
    this.#soon();
    this.#tell(endLeftPages(this.#context));
  }

  /** Waits for the looks under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    this.#cancelTick();
    this.#cancelLook?.();
    await this.#ticking;
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  #onTick(): void {
    this.#lookAtAll();
    if (this.#context.store.readOnlyReason() !== null) return;
    this.#ticking ??= Promise.all(allKinds().map((rules) => rules.tick?.(this.#context)))
      .then(() => {})
      .catch((error: unknown) => this.#context.log.error({ err: error }, "a tick of the operations failed"))
      .finally(() => {
        this.#ticking = null;
      });
  }

  #noteCommit(commit: Commit): void {
    for (const { kind, value } of commit.puts) {
      if (kind === "operation" && isEnded((value as OperationRecord).state))
        this.#ended(value as OperationRecord);
    }
    const changed = [...commit.puts, ...commit.removes].filter(({ kind }) => concerning.has(kind));
    if (changed.some(({ kind }) => kind === "operation")) this.#soon();
    else if (changed.length > 0) this.#soon(gatherOthersMs);
  }

  #soon(ms = gatherMs): void {
    if (this.#stopped || this.#context.operations.active().length === 0) return;
    if (this.#cancelLook !== null && ms >= this.#lookMs) return;
    this.#cancelLook?.();
    this.#lookMs = ms;
    this.#cancelLook = this.#setTimer(ms, () => {
      this.#cancelLook = null;
      this.#lookAtAll();
    });
  }

  #tick(): void {
    this.#cancelTick = this.#setTimer(limits.operationTickMs, () => {
      if (this.#stopped) return;
      this.#onTick();
      this.#tick();
    });
  }

  #lookAtAll(): void {
    for (const { id } of this.#context.operations.active()) this.#look(id);
  }

  #look(id: string): void {
    if (this.#stopped) return;
    const running = this.#running.get(id);
    if (running !== undefined) {
      running.again = true;
      return;
    }
    const look = { again: false, done: Promise.resolve() };
    this.#running.set(id, look);
    look.done = this.#lookUntilQuiet(id, look).finally(() => this.#running.delete(id));
  }

  async #lookUntilQuiet(id: string, look: { again: boolean }): Promise<void> {
    const { log, store, operations } = this.#context;
    try {
      do {
        look.again = false;
        const record = operations.find(id);
        if (record === undefined || store.readOnlyReason() !== null) return;
        await this.#advance(record);
      } while (look.again && !this.#stopped);
    } catch (error) {
      // The next tick tries again: nothing is half done, because each move is one write.
      log.error({ err: error, operation: id }, "an operation could not be moved on");
    }
  }

  async #advance(record: OperationRecord): Promise<void> {
    const timely = await lookAtTime(this.#context, record);
    if (timely === null || isEnded(timely.state) || timely.state === "planned") return;
    const rules = this.#rulesOf(timely.spec.kind);
    const current = timely.state === "waiting" ? await this.#lookAtGates(rules, timely) : timely;
    if (current !== null && !isEnded(current.state)) await rules.advance(this.#context, current);
  }

  async #lookAtGates(
    rules: KindRules<OperationKind>,
    record: OperationRecord,
  ): Promise<OperationRecord | null> {
    const gates = await gatesNow(this.#context, rules, record);
    if (sameGates(gates, record.gates)) return record;
    return moveOperation(this.#context, record.id, async (_tx, now) =>
      now.state === "waiting" ? { record: { ...now, gates } } : null,
    );
  }

  #ended(record: OperationRecord): void {
    this.#tell(endWithPage(this.#context, record));
  }

  #tell(pages: Promise<void>): void {
    pages.catch((error: unknown) => this.#context.log.error({ err: error }, "a page could not be resolved"));
  }
}
