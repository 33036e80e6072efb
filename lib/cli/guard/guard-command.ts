import { realpathSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { addServerFlags, connect, type ServerFlags } from "#lib/cli/connection.ts";
import { parseDuration } from "#lib/cli/duration.ts";
import { exitCodeOf, exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure, usage } from "#lib/cli/failure.ts";
import { lockName } from "#lib/cli/lock-name.ts";
import { SignalDesk } from "#lib/cli/run/signals.ts";
import { limits } from "#lib/domain/limits.ts";
import { Guard } from "./guard.ts";
import { isOthers } from "./lease-hold.ts";
import { guardStatusTo } from "./status.ts";
import { watchLock } from "./watch-lock.ts";
import { addGuardWriteCommand } from "./write-command.ts";

interface GuardFlags extends ServerFlags {
  name?: string;
  watchdog?: boolean;
  ttl: string;
  wait?: string;
  node?: string;
  service?: string;
  json?: boolean;
}

const help = `
A guardian holds two locks of its file for as long as it runs: the lease of that name on the server, and the flock in
the kernel. It beats, notices who touches the file, and lets nobody write but through \`locksmith guard write\` with the
newest epoch. Stopped with SIGTERM it gives both back. When it dies, the kernel frees the flock; the lease is kept, and
shown as stale, until a person clears it: a guardian that is started again does not take it by itself.

A watchdog stands by. When the guardian is gone and its lease was cleared, it takes both locks, says whether the file is
as it was left, and guards on. Beside the file it finds FILE.guard.json, the last good version.

Examples:
  locksmith guard /etc/fleet/aim_lock_config.conf
  locksmith guard /etc/fleet/aim_lock_config.conf --watchdog --json
  locksmith guard write /etc/fleet/aim_lock_config.conf --epoch 7 < new.conf

Exit codes: 0 told to stop, 4 held by somebody else (also in the kernel alone), 5 the lease was lost, 69 server out of
reach. More under locksmith --help.`;

/** `locksmith guard`, and `locksmith guard write`. */
export function addGuardCommand(program: Command): void {
  const command = program
    .command("guard")
    .summary("hold a configuration file's lock, and let writers in one by one")
    .description("Guards a file: holds its lease and its flock, notices who writes, and refuses old epochs.")
    .argument("<file>", "the file to guard")
    .option("--name <resource>", "name of the lease (the file's base name)")
    .option("--watchdog", "stand by, and take over when the guardian is gone and was cleared")
    .option("--ttl <duration>", "how long the lease lives without a renewal", "30s")
    .option("--wait <duration>", "wait in the queue for the lease: at most so long; else fail at once")
    .option("--node <name>", "name of this node (LOCKSMITH_NODE, the host's name)")
    .option("--service <name>", "name of the service (guardian, or watchdog)")
    .option("--json", "say what happens as lines of JSON");
  addServerFlags(command)
    .enablePositionalOptions()
    .addHelpText("after", help)
    .action(async (file: string, flags: GuardFlags) => {
      process.exit(await guard(file, flags));
    });
  addGuardWriteCommand(command);
}

async function guard(given: string, flags: GuardFlags): Promise<number> {
  const file = guardedPath(given);
  const name = lockName(flags.name === undefined ? "FILE" : "--name", flags.name ?? basename(given));
  const role = flags.watchdog === true ? "watchdog" : "guardian";
  const range = { minMs: limits.sessionTtlMinMs, maxMs: limits.sessionTtlMaxMs };
  const ttlMs = parseDuration("--ttl", flags.ttl, range);
  const waitMs =
    flags.wait === undefined
      ? 0
      : parseDuration("--wait", flags.wait, { minMs: 0, maxMs: limits.acquireWaitMaxMs });
  const report = guardStatusTo((text) => process.stdout.write(text), given, flags.json === true);
  const signal = new SignalDesk().asked;
  const api = connect(flags);
  const node = flags.node ?? (process.env["LOCKSMITH_NODE"] || undefined);
  const service = flags.service ?? role;
  const one = await Guard.open({ api, file, name, role, node, service, ttlMs, report, signal });
  try {
    if (role === "watchdog") return await watchLock(one, { api, name, report, signal });
    const epoch = await one.hold.acquire(waitMs).catch((error: unknown) => {
      if (!isOthers(error)) throw error;
      throw new Failure(exitCodeOf(error.code), `${name}: ${error.message} --watchdog waits for a clear.`);
    });
    return await one.guard(epoch, false);
  } catch (error) {
    if (signal.aborted) return exitCodes.ok;
    throw error;
  } finally {
    await one.close();
  }
}

/** Where the file really is; a guardian of a link would lock one file and replace another. */
function guardedPath(given: string): string {
  let path: string;
  try {
    path = realpathSync(given);
    if (statSync(path).isFile()) return path;
  } catch (error) {
    throw usage(`${given} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw usage(`${given} is not a regular file`);
}
