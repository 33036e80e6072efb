import type { ConfigRow, ConfigVersionRow, NodeConfigRow } from "#lib/contract/configs.ts";
import { attentionRank } from "#lib/domain/states.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { NodeConfigRecord } from "#lib/store/records.ts";
import type { ConfigEntry, VersionMeta } from "./config-book.ts";
import { isHere } from "./node-presence.ts";

/** A configuration as the list shows it. */
export function configRow(context: ServerContext, entry: ConfigEntry): ConfigRow {
  const { record, versions, nodes, changedAt } = entry;
  const locks = context.view.locks.ofResource(record.name);
  const worst = locks.sort(
    (a, b) => attentionRank(a.state, a.verdict) - attentionRank(b.state, b.verdict),
  )[0];
  const all = [...nodes.values()];
  const promoted = context.configs.book.promoted(record.name);
  const canary = context.operations
    .active()
    .find(({ spec, state }) => spec.kind === "canary" && spec.config === record.name && state !== "planned");
  return {
    name: record.name,
    promoted: record.promoted,
    latest: record.latest,
    versions: versions.size,
    nodes: all.length,
    drifted: promoted === null ? 0 : all.filter(({ running }) => running?.hash !== promoted.hash).length,
    troubles: all.filter(({ trouble }) => trouble !== null).length,
    lockState: worst?.state ?? null,
    canaryId: canary?.id ?? null,
    changedAt,
  };
}

/** How many nodes run each content now, by hash. */
export function runningCounts(context: ServerContext, name: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { running } of context.configs.book.configs.get(name)?.nodes.values() ?? []) {
    if (running !== null) counts.set(running.hash, (counts.get(running.hash) ?? 0) + 1);
  }
  return counts;
}

/** A version with the number of nodes that run it. */
export function versionRow(meta: VersionMeta, counts: ReadonlyMap<string, number>): ConfigVersionRow {
  const { version, hash, sizeBytes, author, reason, createdAt, origin, node, imported = null } = meta;
  const nodes = counts.get(hash) ?? 0;
  return { version, hash, sizeBytes, author, reason, createdAt, origin, node, imported, nodes };
}

/** How it stands on one node. */
export function nodeConfigRow(context: ServerContext, record: NodeConfigRecord): NodeConfigRow {
  const { node, path, shadow, touchedAt, touchedBy, trouble, can, reportedAt } = record;
  const row = context.view.nodes.get(node);
  return {
    node,
    group: row?.group ?? "",
    kind: row?.kind ?? "",
    here: isHere(context, node),
    path,
    running: context.configs.book.running(record),
    shadow,
    touchedAt,
    touchedBy,
    trouble,
    can,
    reportedAt,
  };
}
