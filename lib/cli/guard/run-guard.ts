import { realpathSync, statSync } from "node:fs";
import { basename } from "node:path";
import { connect } from "#lib/cli/connection.ts";
import { parseDuration } from "#lib/cli/duration.ts";
import { exitCodeOf, exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure, usage } from "#lib/cli/failure.ts";
import { lockName } from "#lib/cli/lock-name.ts";
import { SignalDesk } from "#lib/cli/run/signals.ts";
import { limits } from "#lib/domain/limits.ts";
import { Guard } from "./guard.ts";
import type { GuardFlags } from "./guard-flags.ts";
import { isOthers } from "./lease-hold.ts";
import { guardStatusTo } from "./status.ts";
import { watchLock } from "./watch-lock.ts";

/** Runs a guardian or its watchdog until it is told to stop, or has lost its lease. Returns the exit code. */
export async function runGuard(given: string, flags: GuardFlags): Promise<number> {
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
  const leaseAlone = flags.drillWithoutFlock === true;
  const one = await Guard.open({ api, file, name, role, node, service, ttlMs, leaseAlone, report, signal });
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
