import type { HelloBatch } from "#lib/contract/batches.ts";
import type { OpenSession } from "#lib/contract/sessions.ts";
import { healthOf, type Work, wellWork } from "./behaviour.ts";
import { chance } from "./chance.ts";
import type { PlannedNode } from "./plan-fleet.ts";
import { Seat } from "./seat.ts";
import { type ShadowPart, SimConfig } from "./sim-config.ts";
import { SimUnit } from "./sim-unit.ts";

export interface SimNodeOptions {
  plan: PlannedNode;
  seed: string;
  config: string;
  ttlMs: number;
  drainMs: readonly [number, number];
  /** A unit that is held says so this often: an old acknowledgement opens no gate. */
  heldEveryMs: number;
  monoMs: () => number;
  random: () => number;
  mismatch: () => string | null;
  shadowPart: (operationId: string) => ShadowPart;
  signal: AbortSignal;
}

const runningEveryMs = 15_000;
/** Telemetry is asked for every few seconds; the node's own clock decides which of these looks measure. */
const measureEveryMs = 500;

/** One simulated node: its agent, what runs on it, and how its work goes. */
export class SimNode {
  readonly plan: PlannedNode;
  readonly agent: Seat;
  readonly service: Seat | null;
  readonly unit: SimUnit | null;
  readonly file: SimConfig;
  readonly #options: SimNodeOptions;
  #work: Work = wellWork;
  /** Session that holds the lease which it guards. */
  guardedBy: string | null = null;
  /** It is asking for the lease just now. */
  isAsking = false;

  constructor(options: SimNodeOptions) {
    const { plan, monoMs, signal, drainMs, random } = options;
    this.plan = plan;
    this.#options = options;
    this.file = new SimConfig({
      ...options,
      node: plan.name,
      onChange: () => this.agent.changed(monoMs()),
    });
    this.agent = new Seat(plan.name, "agent", {
      take: (orders) => this.file.take(orders),
      draft: () => this.#draft(),
      told: ({ configs = [] }) => {
        for (const report of configs) this.file.told(report);
      },
      everyMs: () => (this.file.measures ? measureEveryMs : runningEveryMs),
    });
    if (plan.service === null) {
      this.unit = null;
      this.service = null;
      return;
    }
    const unit = new SimUnit({
      node: plan,
      service: plan.service,
      drainMs: () => drainMs[0] + random() * (drainMs[1] - drainMs[0]),
      monoMs,
      onChange: () => this.service?.changed(monoMs()),
      signal,
    });
    this.unit = unit;
    this.service = new Seat(plan.name, "service", {
      take: (orders, askedAtMs) => unit.take(orders, askedAtMs),
      draft: () => ({ units: [unit.report(healthOf(plan.kind, this.#work, options.config))] }),
      everyMs: () => (unit.isRunning ? runningEveryMs : options.heldEveryMs),
    });
  }

  get work(): Work {
    return this.#work;
  }

  set work(work: Work) {
    const before = this.#work.affected;
    this.#work = work;
    if (work.affected !== before) this.service?.changed(this.#options.monoMs());
  }

  get seats(): Seat[] {
    return this.service === null ? [this.agent] : [this.agent, this.service];
  }

  hello(): HelloBatch["hellos"][number] {
    const { name, kind, group, labels } = this.plan;
    const { seed } = this.#options;
    const bootId = `drill-${Math.floor(chance(seed, name, "boot") * 1e9)}`;
    const { instanceId } = this.agent;
    const pid = 300 + Math.floor(chance(seed, name, "pid") * 3_000);
    return {
      node: name,
      instanceId,
      kind,
      group,
      labels: { ...labels, drill: "simulated" },
      agentVersion: "0.1.0",
      bootId,
      kernel: "simulated by a drill",
      process: { node: name, bootId, pidNs: "1", pid, startTime: 100, instanceId },
      limitations: [],
      allowClear: false,
    };
  }

  opening(): OpenSession | null {
    const { name, service, guards, kind } = this.plan;
    if (service === null || this.service === null) return null;
    const resource = guards ?? this.#options.config;
    return {
      node: name,
      service,
      instanceId: this.service.instanceId,
      ttlMs: this.#options.ttlMs,
      command: kind === "lock" ? `locksmith guard ${resource}` : null,
      user: null,
      unit: null,
      processes: [],
      role: guards === null ? "worker" : "guardian",
      resources: guards === null ? [] : [guards],
    };
  }

  /** A report of the agent: how its configuration stands, and what it measures. */
  #draft() {
    const config = this.file.report();
    const telemetry = this.file.telemetry(this.#options.monoMs());
    return config === null && telemetry.length === 0
      ? null
      : { configs: config === null ? [] : [config], telemetry };
  }
}
