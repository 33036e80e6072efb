import { StoreOpenError, StoreReadOnlyError } from "#lib/store/store.ts";
import { writeAddress } from "./address-file.ts";
import { startServer } from "./main.ts";
import { PagesError } from "./pages.ts";
import type { RunningServer, ServerOptions } from "./server-options.ts";

/** From the request to stop until the process ends, whatever still runs. */
const forceAfterMs = 8_000;

/** What whoever started the server is told of it. */
export type ServerNews =
  | { state: "ready"; url: string; signInUrl: string }
  | { state: "stopping" | "stopped" }
  | { state: "warning" | "failed"; message: string };

/**
 * Runs a server until it is told to stop by SIGTERM or SIGINT; a second signal ends it at once. Prints nothing itself.
 * Resolves with the exit code: 0 stopped as asked, 1 could not start or could not stop in time.
 */
export async function runServer(options: ServerOptions, tell: (news: ServerNews) => void): Promise<number> {
  let server: RunningServer;
  const stopRequest = stopRequested();
  try {
    server = await startServer(options);
  } catch (error) {
    tell({ state: "failed", message: reason(error, options) });
    return 1;
  }
  const removeAddress = await sayAddress(server, options, tell);
  tell({ state: "ready", url: server.url, signInUrl: server.signInUrl });
  await stopRequest;
  tell({ state: "stopping" });
  const force = setTimeout(() => {
    tell({ state: "failed", message: "could not stop in time" });
    process.exit(1);
  }, forceAfterMs);
  await removeAddress();
  await server.stop();
  clearTimeout(force);
  tell({ state: "stopped" });
  return 0;
}

/** Without the file the commands only have to be told the address: no reason not to serve. */
async function sayAddress(
  { url }: RunningServer,
  { dataDir }: ServerOptions,
  tell: (news: ServerNews) => void,
): Promise<() => Promise<void>> {
  try {
    return await writeAddress(dataDir, url);
  } catch (error) {
    tell({ state: "warning", message: `the address is not in the data folder: ${String(error)}` });
    return async () => undefined;
  }
}

function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = () => {
      if (asked) process.exit(1);
      asked = true;
      resolve();
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  });
}

function reason(error: unknown, { host, port }: ServerOptions): string {
  if (error instanceof StoreOpenError || error instanceof StoreReadOnlyError) return error.message;
  if (error instanceof PagesError) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EADDRINUSE") return `port ${port} on ${host} is taken; choose another with --port N`;
  if (code === "EACCES")
    return `port ${port} on ${host} needs more rights; choose one above 1023 with --port N`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `${host} is not an address of this machine; choose another with --host ADDRESS`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
