import type { ConfigDetail } from "#lib/contract/configs.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { ConfigVersionRecord } from "#lib/store/records.ts";
import { type ConfigEntry, versionId } from "./config-book.ts";
import { configRow, nodeConfigRow, runningCounts, versionRow } from "./config-rows.ts";

const versionsShown = 500;
const historyShown = 100;

/** The configuration of this name. Throws `not-found`. */
export function configOf(context: ServerContext, name: string): ConfigEntry {
  const entry = context.configs.book.configs.get(name);
  if (entry === undefined) throw new ApiError("not-found", "There is no configuration of this name.");
  return entry;
}

/** GET /configs/{name}: its versions without content, the nodes that have it, and what happened to it. */
export async function readConfig(context: ServerContext, name: string): Promise<ConfigDetail> {
  const entry = configOf(context, name);
  const counts = runningCounts(context, name);
  const versions = [...entry.versions.values()].sort((a, b) => b.version - a.version).slice(0, versionsShown);
  const nodes = [...entry.nodes.values()].sort((a, b) => (a.node < b.node ? -1 : 1));
  const history = await context.store.events({ resource: name, limit: historyShown });
  return {
    ...configRow(context, entry),
    versionList: versions.map((meta) => versionRow(meta, counts)),
    nodeList: nodes.map((record) => nodeConfigRow(context, record)),
    history,
  };
}

/** One version with its content. Throws `not-found`. */
export async function readVersion(
  context: ServerContext,
  name: string,
  version: number,
): Promise<ConfigVersionRecord> {
  configOf(context, name);
  const stored = await context.store.get("config-version", versionId(name, version));
  if (stored === null) throw new ApiError("not-found", "This configuration has no version of this number.");
  return stored.value;
}
