import type { Logger } from "pino";
import type { Clock } from "#lib/domain/clock.ts";
import { limits } from "#lib/domain/limits.ts";
import type { PagingRules } from "#lib/domain/paging/address.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { Store } from "#lib/store/store.ts";
import { AgentDesk } from "./agents/agent-desk.ts";
import type { Auth } from "./auth/auth.ts";
import { ConfigDesk } from "./configs/config-desk.ts";
import { configOrders } from "./configs/config-orders.ts";
import type { ServerContext } from "./context.ts";
import { DrillDesk } from "./drills/drill-desk.ts";
import { DrillRunner, type RunnerCommand } from "./drills/drill-runner.ts";
import { gatedStore } from "./drills/gated-store.ts";
import { guardNotes } from "./guards/guard-notes.ts";
import { IncidentDesk } from "./incidents/incident-desk.ts";
import { type NativeCore, openNativeCore } from "./judge/native-core.ts";
import type { SetTimer } from "./leases/lease-worker.ts";
import { drainOf } from "./operations/drain/refuse-drained.ts";
import { OperationExecutor } from "./operations/executor.ts";
import { joinOrders } from "./operations/operation-orders.ts";
import { OperationsDesk } from "./operations/operations-desk.ts";
import { OrderDesk } from "./orders/order-desk.ts";
import { UnitBook } from "./orders/unit-book.ts";
import { PagingDesk } from "./paging/paging-desk.ts";
import { ChangeHub } from "./stream/change-hub.ts";
import { loadView } from "./view/load-view.ts";
import type { View } from "./view/view.ts";

/** What the parts of a server stand on: all that a simulation replaces, and nothing else. */
export interface Ground {
  /** The clock of everything that judges silence. */
  clock: Clock;
  /** The machine's own monotonic clock, ms, which also goes on while this process does not run. */
  machineMs: () => number;
  setTimer: SetTimer;
  store: Store;
  auth: Auth;
  log: Logger;
  paging: PagingRules;
  newId: (prefix: string) => string;
  version: string;
  build: string;
  drillRunner?: RunnerCommand | null;
}

export interface Wired {
  context: ServerContext;
  native: NativeCore;
  executor: OperationExecutor;
}

/** Takes over what is in the store, and wires the parts together. Nothing runs by itself yet. */
export async function wire(ground: Ground): Promise<Wired> {
  const { clock, machineMs, setTimer, log } = ground;
  const drills = new DrillDesk(clock);
  await drills.start(ground.store);
  const store = gatedStore(ground.store, drills);
  const report = (what: string) => (error: unknown) => log.error({ err: error }, what);
  const view = await loadView(store, clock);
  const agents = new AgentDesk(clock, machineMs);
  await agents.start(store);
  const paging = new PagingDesk(ground.paging);
  await paging.start(store);
  const grace = graceAfter(view, clock);
  const onError = report("the judge or a lease reported an error");
  const operations = new OperationsDesk(machineMs);
  await operations.start(store);
  const isDrained = (session: SessionRecord) => drainOf({ operations, view }, session) !== null;
  const native = await openNativeCore({
    clock,
    machineMs,
    setTimer,
    store,
    agents,
    grace,
    isDrained,
    epochFloor: (resource) => drills.epochFloor(resource),
    onError,
  });
  const units = new UnitBook({
    clock,
    machineMs,
    setTimer,
    store,
    onError: report("units could not be written"),
  });
  await units.start();
  const configs = new ConfigDesk(clock);
  await configs.start(store);
  const incidents = new IncidentDesk();
  await incidents.start(store);
  const context: ServerContext = {
    clock,
    store,
    view,
    hub: new ChangeHub(view, { monoMs: machineMs, after: setTimer }),
    agents,
    beats: native.beats,
    leases: native.leases,
    judge: native.judge,
    orders: new OrderDesk(setTimer),
    units,
    operations,
    incidents,
    configs,
    drills,
    drillRunner: new DrillRunner(ground.drillRunner ?? null, log),
    auth: ground.auth,
    paging,
    log,
    newId: ground.newId,
    version: ground.version,
    build: ground.build,
    instance: ground.newId("run"),
    grace,
  };
  context.orders.join(configOrders(context));
  context.orders.join(guardNotes(context));
  const executor = new OperationExecutor(context, setTimer);
  joinOrders(context);
  return { context, native, executor };
}

/** Where nobody held, beat or reported before, there is nobody to wait for. */
function graceAfter(view: View, clock: Clock): ServerContext["grace"] {
  const held = view.locks.rows.values().some((row) => row.state !== "free");
  const graceMs = held || view.nodes.size > 0 || view.owners.rows.size > 0 ? limits.recoveryGraceMs : 0;
  return { untilMs: clock.wallMs() + graceMs, untilMonoMs: clock.monoMs() + graceMs };
}
