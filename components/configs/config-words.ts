import type { StateName } from "#components/ui/state.ts";
import type { ConfigRow, NodeConfigRow } from "#lib/contract/configs.ts";
import { grouped } from "#lib/domain/words.ts";

/** How a node stands with the promoted version. Nothing that is not known looks well. */
export function nodeConfigState(node: NodeConfigRow, promotedHash: string | null): StateName {
  if (!node.here) return "silent";
  if (node.shadow?.state === "refused") return "refused";
  if (node.trouble !== null || node.shadow?.state === "failed") return "failed";
  if (node.running === null || promotedHash === null) return "unknown";
  return node.running.hash === promotedHash ? "live" : "suspect";
}

/** The word beside the mark. */
export function nodeConfigWord(node: NodeConfigRow, promotedHash: string | null): string {
  if (!node.here) return "Silent";
  if (node.shadow?.state === "refused") return "Refused";
  if (node.trouble !== null || node.shadow?.state === "failed") return "Trouble";
  if (node.running === null) return "No file";
  if (promotedHash === null) return "Not promoted";
  if (node.running.hash === promotedHash) return "As promoted";
  return node.running.version === null ? "Unknown content" : "Another version";
}

/** What a list says of a configuration in a few words. */
export function configSummary(row: ConfigRow): { state: StateName; label: string } {
  if (row.lockState === "hot") return { state: "hot", label: "Lock is hot" };
  if (row.canaryId !== null) return { state: "running", label: "Canary runs" };
  if (row.promoted === null) return { state: "unknown", label: "Nothing promoted" };
  if (row.drifted > 0) {
    return { state: "suspect", label: `${grouped(row.drifted)} not as promoted` };
  }
  return row.nodes === 0
    ? { state: "unknown", label: "No node has it" }
    : { state: "live", label: "As promoted" };
}

/** How much a configuration needs somebody: 0 the most. */
export function configRank(row: ConfigRow): number {
  const order: readonly StateName[] = ["hot", "running", "suspect", "unknown", "live"];
  return order.indexOf(configSummary(row).state);
}

/** "4.2 kB". */
export function sizeWords(bytes: number): string {
  return bytes < 1_000 ? `${bytes} B` : `${(bytes / 1_000).toFixed(1)} kB`;
}

export const originWords = { upload: "uploaded", import: "imported", seen: "found on a node" } as const;
