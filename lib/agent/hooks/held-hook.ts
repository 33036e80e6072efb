import { UnitKeeper } from "#lib/client/unit/unit-keeper.ts";
import type { UnitReport } from "#lib/contract/orders.ts";
import { type HeldUnit, type Hold, holdRemainingMs, lastHold } from "#lib/domain/operations/hold.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { HoldFile } from "./hold-file.ts";
import { type HookName, type HookUnit, hookNames } from "./hook-config.ts";
import { type HookRun, runHook } from "./run-hook.ts";

export interface HeldHookOptions {
  node: string;
  unit: HookUnit;
  restored: HeldUnit;
  /** Operation of the last hold on it, as an earlier agent left it. */
  heldBy?: string | undefined;
  file: HoldFile;
  monoMs: () => number;
  log: (line: string) => void;
  onChange: () => void;
  signal: AbortSignal;
}

const tasksOf = /(?:^|\s)tasks=(\d{1,9})(?=\s|$)/;
const plainId = /^[\w-]{1,64}$/;

/** One unit that is paused and resumed by commands of this host. */
export class HeldHook {
  readonly #options: HeldHookOptions;
  readonly #keeper: UnitKeeper;
  #tasks: number | null = null;
  #said: string | null = null;
  /** What its health hook complained of last. */
  #illness: string | null = null;
  #looking = false;
  /** Whose hold it was when nothing holds it any more: its resume belongs to that operation. */
  #heldBy: string;

  constructor(options: HeldHookOptions) {
    this.#options = options;
    this.#heldBy = lastHold(options.restored)?.operationId ?? options.heldBy ?? "";
    this.#keeper = new UnitKeeper({
      actions: {
        drain: (hold, signal) => this.#drain(hold, signal),
        resume: () => this.#resume(),
      },
      monoMs: options.monoMs,
      restored: options.restored,
      keep: (unit) => this.#keep(unit),
      onChange: () => options.onChange(),
      signal: options.signal,
    });
  }

  /** Goes on where an earlier agent left it. */
  start(): void {
    this.#keeper.start();
  }

  get name(): string {
    return this.#options.unit.name;
  }

  get unit(): HeldUnit {
    return this.#keeper.unit;
  }

  /** One that was only found on disk is nobody's business once it runs again. */
  isReported(): boolean {
    const { hooks } = this.#options.unit;
    return Object.keys(hooks).length > 1 || hooks.resume === undefined || this.unit.state !== "running";
  }

  take(holds: readonly Hold[]): void {
    this.#keeper.take(this.#options.unit.hooks.drain === undefined ? [] : holds);
  }

  /** Asks the health hook of a unit that runs; what it says when it ends badly is the unit's note. */
  async look(): Promise<void> {
    if (this.#options.unit.hooks.health === undefined || this.unit.state !== "running" || this.#looking)
      return;
    this.#looking = true;
    const run = await this.#start("health", "", undefined, {});
    this.#looking = false;
    const before = this.#illness;
    this.#illness = run.ok ? null : `Not well: ${safeText(run.text, 430)}`;
    if (this.#illness !== before) this.#options.onChange();
  }

  release(): Promise<void> {
    return this.#keeper.release();
  }

  report(): UnitReport {
    const { unit, note } = this.#keeper;
    const { name, service, hooks } = this.#options.unit;
    return {
      unit: name,
      service,
      kind: "hook",
      can: hookNames.filter((hook) => hooks[hook] !== undefined),
      state: unit.state,
      tasks: unit.state === "running" ? null : this.#tasks,
      operationId: lastHold(unit)?.operationId ?? null,
      orderIds: unit.holds.map(({ orderId }) => orderId).slice(0, 50),
      holdRemainingMs: holdRemainingMs(unit, this.#options.monoMs()),
      note: note ?? this.#illness ?? this.#said,
      health:
        this.#illness === null
          ? null
          : { level: "impaired", text: this.#illness.slice(0, 300), resource: null },
    };
  }

  async #drain(hold: Hold, signal: AbortSignal): Promise<void> {
    this.#tasks = null;
    const drainMs = Math.max(0, Math.round(hold.drainUntilMs - this.#options.monoMs()));
    const run = await this.#run("drain", hold.operationId, signal, { LOCKSMITH_DRAIN_MS: String(drainMs) });
    if (!run.ok) throw new Error(run.text);
    this.#tasks = 0;
  }

  async #resume(): Promise<void> {
    const run = await this.#run("resume", this.#heldBy, undefined, {});
    if (!run.ok) throw new Error(run.text);
    this.#tasks = null;
  }

  async #run(
    name: HookName,
    operationId: string,
    signal: AbortSignal | undefined,
    env: Record<string, string>,
  ): Promise<HookRun> {
    const { unit, log } = this.#options;
    this.#illness = null;
    const run = await this.#start(name, operationId, signal, env);
    this.#said = safeText(run.text, 450);
    log(`${name} of ${safeText(unit.name, 60)}: ${this.#said}`);
    return run;
  }

  async #start(
    name: HookName,
    operationId: string,
    signal: AbortSignal | undefined,
    env: Record<string, string>,
  ): Promise<HookRun> {
    const { unit, node } = this.#options;
    const hook = unit.hooks[name];
    if (hook === undefined) throw new Error(`There is no ${name} hook.`);
    return runHook(hook, {
      env: {
        ...env,
        LOCKSMITH_HOOK: name,
        LOCKSMITH_NODE: node,
        LOCKSMITH_UNIT: unit.name,
        LOCKSMITH_SERVICE: unit.service,
        LOCKSMITH_OPERATION_ID: plainId.test(operationId) ? operationId : "",
      },
      ...(signal === undefined ? {} : { signal }),
      onLine: (line) => (name === "health" ? undefined : this.#onLine(line)),
    });
  }

  #onLine(line: string): void {
    const tasks = tasksOf.exec(line)?.[1];
    if (tasks === undefined || Number(tasks) === this.#tasks) return;
    this.#tasks = Number(tasks);
    this.#options.onChange();
  }

  #keep(unit: HeldUnit): void {
    this.#heldBy = lastHold(unit)?.operationId ?? this.#heldBy;
    const { resume } = this.#options.unit.hooks;
    if (resume === undefined) return;
    const { file, unit: own } = this.#options;
    const runs = unit.state === "running" && unit.holds.length === 0;
    file.keep(
      own.name,
      runs
        ? null
        : {
            unit: { ...unit, holds: [...unit.holds], over: [...unit.over] },
            service: own.service,
            resume,
            heldBy: this.#heldBy,
          },
    );
  }
}
