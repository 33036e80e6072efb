import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import pino, { type Logger } from "pino";
import type { Clock } from "#lib/domain/clock.ts";
import { limits } from "#lib/domain/limits.ts";
import { openSqliteStore } from "#lib/store/sqlite/open-sqlite-store.ts";
import { type Store, StoreOpenError } from "#lib/store/store.ts";
import { AgentDesk } from "./agents/agent-desk.ts";
import { createAuth } from "./auth/auth.ts";
import { systemClock } from "./clock.ts";
import { ConfigDesk } from "./configs/config-desk.ts";
import { configOrders } from "./configs/config-orders.ts";
import type { ServerContext } from "./context.ts";
import { type NativeCore, openNativeCore } from "./judge/native-core.ts";
import { noteListening, noteStart } from "./listening-log.ts";
import { startLoops } from "./loops.ts";
import { OperationExecutor } from "./operations/executor.ts";
import { joinOrders } from "./operations/operation-orders.ts";
import { OperationsDesk } from "./operations/operations-desk.ts";
import { OrderDesk } from "./orders/order-desk.ts";
import { UnitBook } from "./orders/unit-book.ts";
import { PagingDesk } from "./paging/paging-desk.ts";
import type { ServerOptions } from "./server-options.ts";
import { ListeningClock } from "./sessions/listening-clock.ts";
import { ChangeHub } from "./stream/change-hub.ts";
import { afterMs } from "./stream/timers.ts";
import { loadView } from "./view/load-view.ts";
import type { View } from "./view/view.ts";

const idBytes = 16;

/** Everything of a server but its sockets. */
export interface Core {
  context: ServerContext;
  startLoops(): void;
  /** Stops the loops, writes what is only in memory, closes the store. */
  close(): Promise<void>;
}

/**
 * Opens the store, takes over what is in it, and wires the parts together. Throws with one clear line what the
 * person who starts the server can do something about; a failed start leaves nothing open.
 */
export async function assemble(options: ServerOptions): Promise<Core> {
  const log = pino({ level: process.env["LOCKSMITH_LOG"] || "warn" }, pino.destination(2));
  const clock = new ListeningClock(systemClock);
  const store = await openStore(options, clock, log);
  try {
    return await wire(options, { log, clock, store });
  } catch (error) {
    await store.close();
    throw error;
  }
}

function openStore(options: ServerOptions, clock: Clock, log: Logger): Promise<Store> {
  if (options.databaseUrl !== null) {
    throw new StoreOpenError("LOCKSMITH_DATABASE_URL is set, but this version has the embedded store alone");
  }
  const onError = (error: unknown) => log.error({ err: error }, "the store reported an error");
  return openSqliteStore({ dataDir: options.dataDir, clock, onError });
}

interface Base {
  log: Logger;
  clock: ListeningClock;
  store: Store;
}

async function wire(options: ServerOptions, { log, clock, store }: Base): Promise<Core> {
  const { dataDir, publicUrl } = options;
  const auth = await createAuth({ store, clock, log, dataDir, publicUrl, nodeName: hostname() });
  await noteStart(store, clock);
  const view = await loadView(store, clock);
  const agents = new AgentDesk(clock);
  await agents.start(store);
  const paging = new PagingDesk(options.paging);
  await paging.start(store);
  const grace = graceAfter(view, clock);
  const native = await openNativeCore({
    clock,
    setTimer: afterMs,
    store,
    agents,
    grace,
    onError: (error) => log.error({ err: error }, "the judge or a lease reported an error"),
  });
  const units = new UnitBook({
    clock,
    setTimer: afterMs,
    store,
    onError: (error) => log.error({ err: error }, "units could not be written"),
  });
  await units.start();
  const operations = new OperationsDesk(() => systemClock.monoMs());
  await operations.start(store);
  const configs = new ConfigDesk(clock);
  await configs.start(store);
  const context: ServerContext = {
    clock,
    store,
    view,
    hub: new ChangeHub(view, { monoMs: () => systemClock.monoMs(), after: afterMs }),
    agents,
    beats: native.beats,
    leases: native.leases,
    judge: native.judge,
    orders: new OrderDesk(afterMs),
    units,
    operations,
    configs,
    auth,
    paging,
    log,
    newId: (prefix) => `${prefix}_${randomBytes(idBytes).toString("base64url")}`,
    version: productVersion(),
    instance: `run_${randomBytes(idBytes).toString("base64url")}`,
    grace,
  };
  context.orders.join(configOrders(context));
  return coreOf(context, native, clock);
}

function coreOf(context: ServerContext, native: NativeCore, clock: ListeningClock): Core {
  let stopLoops = async () => {};
  const executor = new OperationExecutor(context);
  joinOrders(context);
  return {
    context,
    startLoops: () => {
      stopLoops = startLoops(context, clock);
      native.loop.start();
      executor.start();
    },
    close: async () => {
      await executor.stop();
      await stopLoops();
      context.orders.stop();
      await context.units.stop();
      await native.stop();
      await noteListening(context.store, context.clock).catch(() => undefined);
      await context.store.close();
    },
  };
}

/** Where nobody held, beat or reported before, there is nobody to wait for. */
function graceAfter(view: View, clock: Clock): ServerContext["grace"] {
  const held = view.locks.rows.values().some((row) => row.state !== "free");
  const graceMs = held || view.nodes.size > 0 || view.owners.rows.size > 0 ? limits.recoveryGraceMs : 0;
  return { untilMs: clock.wallMs() + graceMs, untilMonoMs: clock.monoMs() + graceMs };
}

function productVersion(): string {
  const path = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}
