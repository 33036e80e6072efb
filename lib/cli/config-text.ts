import { foldSame, textDiff } from "#lib/client/text-diff.ts";
import type { ConfigDetail, ConfigRow, ConfigVersionRow, NodeConfigRow } from "#lib/contract/configs.ts";
import type { CanaryNode } from "#lib/domain/operations/canary-spec.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { ageText, table } from "./output.ts";

/** Configurations as a table. */
export function configTable(rows: readonly ConfigRow[]): string {
  return table<ConfigRow>(
    [
      { name: "NAME", cell: (row) => row.name },
      { name: "PROMOTED", cell: (row) => (row.promoted === null ? "-" : String(row.promoted)), number: true },
      { name: "LATEST", cell: (row) => String(row.latest), number: true },
      { name: "NODES", cell: (row) => String(row.nodes), number: true },
      { name: "DIFFER", cell: (row) => String(row.drifted), number: true },
      { name: "LOCK", cell: (row) => row.lockState ?? "-" },
      { name: "CANARY", cell: (row) => row.canaryId ?? "-" },
    ],
    rows,
  );
}

/** One configuration: its versions, then its nodes. */
export function configText(config: ConfigDetail, nowAt: number): string {
  const head = `${safeText(config.name, 200)}: ${config.promoted === null ? "no version is promoted" : `version ${config.promoted} is promoted`}`;
  const versions = table<ConfigVersionRow>(
    [
      { name: "VERSION", cell: (row) => String(row.version), number: true },
      { name: "SHA-256", cell: (row) => row.hash.slice(0, 12) },
      { name: "ORIGIN", cell: (row) => (row.imported === null ? row.origin : `${row.origin}, imported`) },
      { name: "AUTHOR", cell: (row) => row.author },
      { name: "AGE", cell: (row) => ageText(row.createdAt, nowAt), number: true },
      { name: "NODES", cell: (row) => String(row.nodes), number: true },
      { name: "REASON", cell: (row) => row.reason },
    ],
    config.versionList,
  );
  const nodes = table<NodeConfigRow>(
    [
      { name: "NODE", cell: (row) => row.node },
      { name: "GROUP", cell: (row) => row.group },
      { name: "AGENT", cell: (row) => (row.here ? "up" : "silent") },
      { name: "RUNS", cell: (row) => runsText(row) },
      {
        name: "SHADOW",
        cell: (row) => (row.shadow === null ? "-" : `${row.shadow.version} ${row.shadow.state}`),
      },
      { name: "NOTE", cell: (row) => row.shadow?.reason ?? row.trouble ?? row.touchedBy ?? "-" },
    ],
    config.nodeList,
  );
  return `${head}\n\n${versions}\n${config.nodeList.length === 0 ? "No node has it.\n" : nodes}`;
}

function runsText({ running }: NodeConfigRow): string {
  if (running === null) return "no file";
  return running.version === null ? running.hash.slice(0, 12) : String(running.version);
}

/** Nodes of a canary, with why they refused and how their rules stand. */
export function canaryTable(nodes: readonly CanaryNode[]): string {
  return table<CanaryNode>(
    [
      { name: "NODE", cell: (row) => row.node },
      { name: "STEP", cell: (row) => String(row.step), number: true },
      { name: "STATE", cell: (row) => row.state },
      { name: "RULES", cell: (row) => rulesText(row) },
      { name: "NOTE", cell: (row) => row.reason ?? "-", maxChars: 120 },
    ],
    nodes,
  );
}

function rulesText({ health }: CanaryNode): string {
  if (health.length === 0) return "-";
  return health.map(({ metric, state }) => `${metric} ${state}`).join(", ");
}

const around = 3;

/** A comparison as `diff -u` has it; whatever a terminal would obey is made visible. */
export function diffText(
  before: string,
  after: string,
  versions: { before: number; after: number },
): { text: string; diff: ReturnType<typeof textDiff> } {
  const diff = textDiff(before, after);
  if (diff.added + diff.removed === 0) return { text: "They are the same.\n", diff };
  const out = [`--- version ${versions.before}`, `+++ version ${versions.after}`];
  for (const block of foldSame(diff.lines, around)) {
    if (block.kind === "skipped") continue;
    const [first] = block.lines;
    const old = block.lines.filter(({ kind }) => kind !== "added").length;
    const now = block.lines.filter(({ kind }) => kind !== "removed").length;
    out.push(`@@ -${first?.before ?? 0},${old} +${first?.after ?? 0},${now} @@`);
    for (const { kind, text } of block.lines) {
      const sign = kind === "same" ? " " : kind === "added" ? "+" : "-";
      out.push(
        `${sign}${text
          .split("\t")
          .map((part) => safeText(part, 4_000))
          .join("\t")}`,
      );
    }
  }
  return { text: `${out.join("\n")}\n`, diff };
}
