import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import pino, { type Logger } from "pino";
import type { Clock } from "#lib/domain/clock.ts";
import { openSqliteStore } from "#lib/store/sqlite/open-sqlite-store.ts";
import { type Store, StoreOpenError } from "#lib/store/store.ts";
import { createAuth } from "./auth/auth.ts";
import { systemClock } from "./clock.ts";
import type { ServerContext } from "./context.ts";
import { IncidentWatch } from "./incidents/incident-watch.ts";
import { noteListening, noteStart } from "./listening-log.ts";
import { startLoops } from "./loops.ts";
import type { ServerOptions } from "./server-options.ts";
import { ListeningClock } from "./sessions/listening-clock.ts";
import { afterMs } from "./stream/timers.ts";
import { type Wired, wire } from "./wire.ts";

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
    return await start(options, { log, clock, store });
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

async function start(options: ServerOptions, { log, clock, store }: Base): Promise<Core> {
  const { dataDir, publicUrl } = options;
  const auth = await createAuth({ store, clock, log, dataDir, publicUrl, nodeName: hostname() });
  await noteStart(store, clock);
  const wired = await wire({
    clock,
    machineMs: () => systemClock.monoMs(),
    setTimer: afterMs,
    store,
    auth,
    log,
    paging: options.paging,
    drillRunner: options.drillRunner ?? null,
    newId: (prefix) => `${prefix}_${randomBytes(idBytes).toString("base64url")}`,
    version: productVersion(),
    build: pagesBuild(),
  });
  const watch = await IncidentWatch.open(wired.context, afterMs);
  return coreOf(wired, watch, clock);
}

function coreOf({ context, native, executor }: Wired, watch: IncidentWatch, clock: ListeningClock): Core {
  let stopLoops = async () => {};
  return {
    context,
    startLoops: () => {
      stopLoops = startLoops(context, clock);
      native.loop.start();
      executor.start();
      watch.start();
    },
    close: async () => {
      await watch.stop();
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

function productVersion(): string {
  const path = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}

/** The name that Next gave its last build; without one, pages are made as they are asked for. */
function pagesBuild(): string {
  try {
    return readFileSync(new URL("../../.next/BUILD_ID", import.meta.url), "utf8").trim();
  } catch {
    return "none";
  }
}
