import type { Command } from "commander";
import { type Api, ProblemError } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { LockDetail, LockList } from "#lib/contract/locks.ts";
import { sourceNames } from "#lib/domain/states.ts";
import { addServerFlags, connect, type ServerFlags } from "./connection.ts";
import { exitCodes } from "./exit-codes.ts";
import { Failure } from "./failure.ts";
import { lockName } from "./lock-name.ts";
import { lockTable } from "./lock-table.ts";
import { lockText } from "./lock-text.ts";
import { printJson } from "./output.ts";

const help = `
LOCK is an id as in the table (native/NAME, kernel/NODE/…), or the name of a resource. A lock that is gone is still
shown, with how it went. A name with several locks and no lease of its own lists them.

Examples:
  locksmith show aim_lock_config.conf
  locksmith show kernel/node-7/flock/fd:01:1234/0-EOF --json`;

/** `locksmith show`. */
export function addShowCommand(program: Command): void {
  const command = program
    .command("show")
    .summary("one lock: verdict, evidence, who holds, waits and was refused")
    .description("Shows one lock with its verdict and the evidence for it.")
    .argument("<lock>", "id or resource")
    .option("--json", "as JSON");
  addServerFlags(command)
    .addHelpText("after", help)
    .action(async (lock: string, flags: ServerFlags & { json?: boolean }) => {
      await show(connect(flags), lockName("LOCK", lock), flags.json === true);
    });
}

async function show(api: Api, lock: string, json: boolean): Promise<void> {
  const source = sourceNames.find((name) => lock.startsWith(`${name}/`));
  const byId = source === undefined ? null : await find(api, source, lock.slice(source.length + 1));
  const detail = byId ?? (await find(api, "native", lock));
  if (detail !== null) return showOne(detail, json);
  const { items } = await api.get<LockList>(apiPaths.locks, { query: { resource: lock } });
  const [only] = items;
  if (only === undefined) throw new Failure(exitCodes.notFound, `no lock is called ${JSON.stringify(lock)}`);
  if (items.length === 1) {
    const one = await find(api, only.source, only.key);
    if (one !== null) return showOne(one, json);
  }
  if (json) return printJson({ items });
  process.stdout.write(lockTable(items, Date.now()));
}

function showOne(detail: LockDetail, json: boolean): void {
  if (json) printJson(detail);
  else process.stdout.write(lockText(detail, Date.now()));
}

async function find(api: Api, source: string, key: string): Promise<LockDetail | null> {
  try {
    return await api.get<LockDetail>(apiPaths.lock(source, key));
  } catch (error) {
    if (error instanceof ProblemError && error.code === "not-found") return null;
    throw error;
  }
}
