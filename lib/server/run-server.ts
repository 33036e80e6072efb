import { StoreOpenError, StoreReadOnlyError } from "#lib/store/store.ts";
import { writeAddress } from "./address-file.ts";
import { startServer } from "./main.ts";
import { PagesError } from "./pages.ts";
import type { RunningServer, ServerOptions } from "./server-options.ts";

/** From the request to stop until the process ends, whatever still runs. */
const forceAfterMs = 8_000;

/**
 * Runs a server until it is told to stop by SIGTERM or SIGINT; a second signal ends it at once. Prints what a
 * person needs, or one line of JSON for a supervisor when LOCKSMITH_READY_JSON is 1. Resolves with the exit code:
 * 0 stopped as asked, 1 could not start or could not stop in time.
 */
export async function runServer(options: ServerOptions): Promise<number> {
  let server: RunningServer;
  const stopRequest = stopRequested();
  try {
    server = await startServer(options);
  } catch (error) {
    process.stderr.write(`locksmith: ${reason(error, options)}\n`);
    return 1;
  }
  const removeAddress = await sayAddress(server, options);
  announce(server, options);
  await stopRequest;
  const force = setTimeout(() => {
    process.stderr.write("locksmith: could not stop in time\n");
    process.exit(1);
  }, forceAfterMs);
  await removeAddress();
  await server.stop();
  clearTimeout(force);
  return 0;
}

/** Without the file the commands only have to be told the address: no reason not to serve. */
async function sayAddress({ url }: RunningServer, { dataDir }: ServerOptions): Promise<() => Promise<void>> {
  try {
    return await writeAddress(dataDir, url);
  } catch (error) {
    process.stderr.write(`locksmith: the address is not in the data folder: ${String(error)}\n`);
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

function announce({ url, signInUrl }: RunningServer, { publicUrl }: ServerOptions): void {
  if (process.env["LOCKSMITH_READY_JSON"] === "1") {
    process.stdout.write(`${JSON.stringify({ ready: true, url, signInUrl })}\n`);
    return;
  }
  process.stdout.write(`Locksmith is ready at ${publicUrl ?? url}\nSign in once: ${signInUrl}\n`);
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
