import type { Command } from "commander";
import { connect } from "#lib/cli/connection.ts";
import { parseDuration } from "#lib/cli/duration.ts";
import { exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure, usage } from "#lib/cli/failure.ts";
import { lockName } from "#lib/cli/lock-name.ts";
import { type Api, ProblemError } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { LockDetail, LockList } from "#lib/contract/locks.ts";
import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { type SourceName, sourceNames } from "#lib/domain/states.ts";
import { addOperateFlags, type OperateFlags, operate } from "./operate.ts";

interface ClearFlags extends OperateFlags {
  successor?: string;
  killAfter?: string;
}

const help = `
LOCK is an id as in the table (native/NAME, kernel/NODE/…), or a resource that has exactly one lock. The clear waits for
its gates: proof that the owner is gone, a second person, and nobody left who could grab it (locksmith drain --for).
Only this exact lock, epoch and holder is cleared; one that changed since the plan is left alone.

Examples:
  locksmith clear aim_lock_config.conf --dry-run
  locksmith clear native/aim_lock_config.conf --successor locksmith-guard@node-7 \\
    --reason "owner gone since 03:12, drones stand" --yes-typed aim_lock_config.conf --wait`;

/** `locksmith clear`. */
export function addClearCommand(program: Command): void {
  const command = program
    .command("clear")
    .summary("take a stale lock away, with proof that its owner is gone")
    .description("Clears one stale lock: plan, confirm, gates, compare-and-clear, quarantine, verification.")
    .argument("<lock>", "id or resource")
    .option("--successor <service@node>", "who alone may take the resource after the quarantine")
    .option("--kill-after <duration>", "kernel locks: SIGKILL this long after SIGTERM; else never");
  addOperateFlags(command)
    .addHelpText("after", help)
    .action(async (lock: string, flags: ClearFlags) => {
      const found = await findLock(connect(flags), lockName("LOCK", lock));
      const spec = {
        kind: "clear",
        ...found,
        successor: successorOf(flags.successor),
        killAfterMs: killAfterOf(flags.killAfter),
      } as const;
      process.exitCode = await operate(spec, flags);
    });
}

function successorOf(text: string | undefined): { node: string; service: string } | null {
  if (text === undefined) return null;
  const at = text.lastIndexOf("@");
  if (at < 1 || at === text.length - 1) {
    throw usage(`--successor must be SERVICE@NODE, not ${JSON.stringify(safeText(text, 200))}`);
  }
  return { service: text.slice(0, at), node: text.slice(at + 1) };
}

function killAfterOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  return parseDuration("--kill-after", text, { minMs: limits.killAfterMinMs, maxMs: limits.killAfterMaxMs });
}

async function findLock(api: Api, lock: string): Promise<{ source: SourceName; key: string }> {
  const source = sourceNames.find((name) => lock.startsWith(`${name}/`));
  if (source !== undefined) {
    const key = lock.slice(source.length + 1);
    if (await isThere(api, source, key)) return { source, key };
  }
  const { items } = await api.get<LockList>(apiPaths.locks, { query: { resource: lock } });
  const [only, other] = items;
  if (only === undefined) throw new Failure(exitCodes.notFound, `no lock is called ${JSON.stringify(lock)}`);
  if (other === undefined) return { source: only.source, key: only.key };
  const ids = items.slice(0, 10).map(({ id }) => safeText(id, 200));
  throw usage(`${items.length} locks have this resource; name one of them: ${ids.join(", ")}`);
}

async function isThere(api: Api, source: string, key: string): Promise<boolean> {
  try {
    await api.get<LockDetail>(apiPaths.lock(source, key));
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.code === "not-found") return false;
    throw error;
  }
}
