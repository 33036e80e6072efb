import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PageHandler } from "./http/node-server.ts";
import { listStaticFiles } from "./static-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The pages could not be started; the message is one line for the person who starts the server. */
export class PagesError extends Error {}

export interface Pages {
  handle: PageHandler;
  close(): Promise<void>;
}

/** Prepares Next's pages: from the last build, or built as they are asked for in development. */
export async function startPages(options: { dev: boolean; host: string; port: number }): Promise<Pages> {
  if (!options.dev && !existsSync(join(root, ".next", "BUILD_ID"))) {
    throw new PagesError("the pages are not built; `npm start` builds them");
  }
  process.env["NEXT_TELEMETRY_DISABLED"] = "1";
  // Loaded only here, so that a server without pages starts without Next.
  const { default: next } = await import("next");
  const app = next({ dev: options.dev, dir: root, hostname: options.host, port: options.port, quiet: true });
  await quietly(() => app.prepare());
  const handle = app.getRequestHandler();
  // In development Next makes these files as they are asked for.
  const isStatic = options.dev ? () => false : await listStaticFiles(join(root, ".next", "static"));
  return {
    handle: async (incoming, outgoing) => {
      if (!isStatic(incoming, outgoing)) await handle(incoming, outgoing);
    },
    close: () => app.close(),
  };
}

/** Standard output carries the ready line; what Next says of itself meanwhile goes where the log goes. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = console.error;
  try {
    await work();
  } finally {
    console.log = log;
  }
}
