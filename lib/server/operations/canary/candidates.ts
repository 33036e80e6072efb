import type { CanarySpec } from "#lib/domain/operations/canary-spec.ts";
import type { Candidate } from "#lib/domain/operations/canary-steps.ts";
import type { ConfigEntry } from "#lib/server/configs/config-book.ts";
import { shortHash } from "#lib/server/configs/config-words.ts";
import { isHere } from "#lib/server/configs/node-presence.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { NodeConfigRecord } from "#lib/store/records.ts";

export interface Candidates {
  able: (Candidate & { running: string })[];
  /** Why a node cannot take part, by node. */
  unable: Map<string, string>;
}

/** Which nodes of a configuration can take part in a canary, and why the others cannot. */
export function candidatesOf(context: ServerContext, entry: ConfigEntry, spec: CanarySpec): Candidates {
  const able: Candidates["able"] = [];
  const unable = new Map<string, string>();
  for (const record of entry.nodes.values()) {
    const reason = whyNot(context, entry, record, spec);
    const row = context.view.nodes.get(record.node);
    if (reason !== null) unable.set(record.node, reason);
    else {
      const { node, running } = record;
      able.push({ node, group: row?.group ?? "", kind: row?.kind ?? "", running: running?.hash ?? "" });
    }
  }
  if (spec.targets.by === "nodes") {
    for (const node of spec.targets.nodes) {
      if (!entry.nodes.has(node)) unable.set(node, missing(context, node));
    }
  }
  return { able, unable };
}

function missing(context: ServerContext, node: string): string {
  return context.view.nodes.has(node)
    ? "its agent has no such configuration"
    : "no node of this name was ever seen";
}

function whyNot(
  context: ServerContext,
  { record, versions }: ConfigEntry,
  node: NodeConfigRecord,
  { rules }: CanarySpec,
): string | null {
  if (!isHere(context, node.node)) return "no agent is heard of";
  const { can } = node;
  const running = context.configs.book.running(node);
  if (running === null) return "it has no such file";
  const promoted = record.promoted === null ? undefined : versions.get(record.promoted);
  if (promoted !== undefined && running.hash !== promoted.hash) {
    const what =
      running.version === null ? `something else (${shortHash(running.hash)})` : `version ${running.version}`;
    return `it runs ${what}, not the promoted version ${promoted.version}`;
  }
  if (rules.length > 0 && !can.includes("telemetry"))
    return "its host has no telemetry hook, so no rule could be judged";
  return null;
}
