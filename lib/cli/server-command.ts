import type { Command } from "commander";
import { usage } from "./failure.ts";
import { newsPrinter } from "./server-news.ts";

interface ServerFlags {
  host?: string;
  port?: string;
  data?: string;
  publicUrl?: string;
  pageAllow?: string;
  pageAllowPrivate?: boolean;
  json?: boolean;
}

const help = `
A flag wins over its variable. LOCKSMITH_DATABASE_URL chooses another store than the embedded one.
At the first start, the data folder gets admin-token and agent-token, and a one-time sign-in link is printed.

Examples:
  locksmith server
  locksmith server --port 4700 --data /var/lib/locksmith
  locksmith server --json | jq -r .url
  locksmith server --host 0.0.0.0 --public-url https://locks.example.org`;

/** A drill that is asked for in the console is run as this command was. */
function ownRunner(): { command: string; args: string[] } | null {
  const main = process.argv[1];
  return main === undefined ? null : { command: process.execPath, args: [main, "drill", "--json"] };
}

/** `locksmith server`. Its code is loaded only when it is called: the other commands stay light. */
export function addServerCommand(program: Command): void {
  program
    .command("server")
    .summary("run the server in this process")
    .description("Runs the Locksmith server until SIGTERM or Ctrl-C.")
    .option("--host <address>", "address to listen on (LOCKSMITH_HOST, 127.0.0.1)")
    .option("--port <number>", "port to listen on; 0 lets the system choose (LOCKSMITH_PORT, 4600)")
    .option("--data <folder>", "folder for store and tokens (LOCKSMITH_DATA, ./data)")
    .option("--public-url <url>", "how browsers reach this server (LOCKSMITH_PUBLIC_URL)")
    .option(
      "--page-allow <hosts>",
      "the only receivers of pages, as host or host:port (LOCKSMITH_PAGE_ALLOW)",
    )
    .option("--page-allow-private", "let pages go to private addresses (LOCKSMITH_PAGE_ALLOW_PRIVATE=1)")
    .option("--json", "say each state in one line of JSON")
    .addHelpText("after", help)
    .action(async (flags: ServerFlags) => {
      const { readConfig, ConfigError } = await import("#lib/server/config.ts");
      const { runServer } = await import("#lib/server/run-server.ts");
      let options: Parameters<typeof runServer>[0];
      try {
        options = readConfig(flags, process.env);
      } catch (error) {
        throw error instanceof ConfigError ? usage(error.message) : error;
      }
      options.drillRunner = ownRunner();
      // Everything is closed by then; nothing that lingers may keep the process.
      process.exit(await runServer(options, newsPrinter(flags.json === true, options.publicUrl)));
    });
}
