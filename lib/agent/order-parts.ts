import type { Api } from "#lib/client/http.ts";
import type { OrderPart } from "#lib/client/unit/order-part.ts";
import { Wake } from "#lib/client/waiting/wake.ts";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";
import { type Named, realHands } from "#lib/sources/kernel/clear/hands.ts";
import { ClearPart } from "./clear/clear-part.ts";
import type { ClearJournal } from "./clear/journal.ts";
import { startConfigs } from "./config/start-configs.ts";
import type { AgentConfig } from "./config.ts";
import { startHookUnits } from "./hooks/start-hook-units.ts";

export interface OrderPartsOptions {
  config: AgentConfig;
  node: string;
  bootId: string;
  /** What must not be forgotten is kept beside it; null: nowhere. */
  stateFile: string | null;
  journal: ClearJournal | null;
  reported: (key: string) => boolean;
  /** Why these processes may not be ended by this agent, whoever orders it; null when they may. */
  forbids: (holders: readonly Named[]) => string | null;
  connect: () => Api;
  log: (line: string) => void;
  /** Told to stop. */
  signal: AbortSignal;
}

/** All that the server can ask of this host: to hold units, to end holders, to run configurations. */
export interface OrderWork {
  parts: OrderPart[];
  /** Rings when there is something to report. */
  wake: Wake;
  /** After the stop was asked for, once the units run again: nothing more is to be told. */
  stopped: AbortSignal;
  /** When nothing is being done any more. */
  done: () => Promise<unknown>;
}

export function startOrderParts(options: OrderPartsOptions): OrderWork {
  const { config, node, bootId, stateFile, journal, reported, forbids, connect, log } = options;
  const orderWake = new Wake();
  const wake = () => orderWake.ring();
  const beside = (ending: string) => (stateFile === null ? null : `${stateFile}${ending}`);
  const { part: units, stopped } = startHookUnits({
    units: config.units ?? [],
    node,
    holdFile: beside(".holds"),
    bootId,
    wake,
    log,
    signal: options.signal,
  });
  const clears = new ClearPart({
    journal,
    bootId,
    reported,
    forbids,
    hands: realHands(),
    nowMs: bootClockMs,
    wake: orderWake,
    log,
    signal: options.signal,
  });
  const configs = startConfigs({
    entries: config.configs ?? [],
    folder: beside(".configs"),
    connect,
    wake,
    log,
    signal: stopped,
  });
  return {
    parts: [units, clears, configs.part],
    wake: orderWake,
    stopped,
    // A clear that is begun after the stop was asked for is refused; one before it ends in a moment.
    done: () => configs.done.then(() => clears.idle()),
  };
}
