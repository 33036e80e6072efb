import type { Command } from "commander";
import type { Api } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { LockList } from "#lib/contract/locks.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { limits } from "#lib/domain/limits.ts";
import { parseViewQuery } from "#lib/domain/views/saved-view.ts";
import { addServerFlags, connect, type ServerFlags } from "./connection.ts";
import { usage } from "./failure.ts";
import { lockTable } from "./lock-table.ts";
import { printJson, safeJson } from "./output.ts";
import { findView } from "./views/find-view.ts";

interface LsFlags extends ServerFlags {
  local?: boolean;
  text?: string;
  source?: string;
  state?: string;
  verdict?: string;
  node?: string;
  owner?: string;
  sort?: string;
  view?: string;
  limit: string;
  json?: boolean;
}

const serverOnly = [
  "source",
  "state",
  "verdict",
  "node",
  "owner",
  "sort",
  "view",
  "server",
  "tokenFile",
] as const;

const help = `
Without --local, the filters take several values separated by commas; --verdict stale means orphan and ghost.

Of a saved view, what a flag says otherwise counts as the flag says.

Examples:
  locksmith ls --local
  locksmith ls --local -t aim_lock_config.conf
  locksmith ls --state hot --verdict stale
  locksmith ls -t node-7 --limit 0 --json`;

/** `locksmith ls`: the server's table, or this host's own one. */
export function addLsCommand(program: Command): void {
  const command = program
    .command("ls")
    .summary("list locks: the server's table, or this host's with --local")
    .description(
      "Lists locks. With --local, the kernel's locks of this host with their true holders, without a server.",
    )
    .option("--local", "this host's kernel lock table; needs no server")
    .option("-t, --text <name>", "only locks whose name, path or holder contains this")
    .option("--source <names>", "native, kernel")
    .option("--state <states>", "free, held, hot, quarantined")
    .option("--verdict <verdicts>", "live, suspect, orphan, ghost, unknown, or stale")
    .option("--node <name>", "only locks of this node")
    .option("--owner <id>", "only locks of this owner or service")
    .option(
      "--sort <column>",
      "attention, resource, state, owner, held, waiters, epoch, …; -held for descending",
    )
    .option(
      "--view <name>",
      "filters and order of a saved view: yours by its name, anybody's by its link or id",
    )
    .option("--limit <number>", "at most so many; 0 for all", "200")
    .option("--json", "as JSON");
  addServerFlags(command)
    .addHelpText("after", help)
    .action(async (flags: LsFlags) => {
      process.exitCode = flags.local === true ? await listLocal(flags) : await listServer(flags);
    });
}

async function listLocal(flags: LsFlags): Promise<number> {
  const wrong = serverOnly.find((name) => flags[name] !== undefined);
  if (wrong !== undefined)
    throw usage(`--${wrong === "tokenFile" ? "token-file" : wrong} does not go with --local`);
  const { lsLocal } = await import("./ls-local.ts");
  const json = flags.json === true;
  return lsLocal({
    ...(flags.text === undefined ? {} : { name: flags.text }),
    json,
    stdout: (text) => process.stdout.write(json ? safeJson(text) : text),
    stderr: (text) => process.stderr.write(text),
  });
}

async function listServer(flags: LsFlags): Promise<number> {
  if (!/^\d{1,9}$/.test(flags.limit))
    throw usage(`--limit must be a whole number, not ${JSON.stringify(flags.limit)}`);
  const most = Number(flags.limit) || Number.POSITIVE_INFINITY;
  const api = connect(flags);
  const list = await readLocks(api, await filterOf(api, flags), most);
  if (flags.json === true) printJson(list);
  else if (list.items.length === 0) process.stdout.write("No lock matches.\n");
  else process.stdout.write(lockTable(list.items, Date.now()));
  const more = list.total - list.items.length;
  if (more > 0) process.stderr.write(`locksmith: ${more} more; --limit 0 shows all\n`);
  return 0;
}

/** The saved view's filters, with those of the flags over them. */
async function filterOf(api: Api, flags: LsFlags): Promise<Record<string, string>> {
  const { text, source, state, verdict, node, owner, sort, view } = flags;
  const said = { q: text, source, state, verdict, node, owner, sort };
  const given = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  if (view === undefined) return Object.fromEntries(given);
  const { query } = await findView(api, "locks", view);
  const { cols: _, ...saved } = Object.fromEntries(parseViewQuery("locks", query));
  return { ...saved, ...Object.fromEntries(given) };
}

async function readLocks(
  api: Api,
  filter: Record<string, string>,
  most: number,
): Promise<{ items: LockRow[]; revision: number; total: number }> {
  const items: LockRow[] = [];
  let cursor: string | undefined;
  for (;;) {
    const limit = Math.min(limits.pageLimitMax, most - items.length);
    const query = { ...filter, limit, cursor };
    const page = await api.get<LockList>(apiPaths.locks, { query });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    if (cursor === undefined || items.length >= most)
      return { items, revision: page.revision, total: page.total };
  }
}
