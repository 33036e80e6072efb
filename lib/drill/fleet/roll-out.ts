import { limits } from "#lib/domain/limits.ts";
import type { FleetFile } from "./sim-config.ts";
import type { SimNode } from "./sim-node.ts";

/** Where the first one cannot say what it has, the others follow all the same after this. */
const unknownMostMs = 5_000;
const leastShare = 0.3;

export interface RollOutTimes {
  /** On the fleet's monotonic clock. */
  nowMs: number;
  /** Until the last one has it, where nothing is slow. */
  rollOutMs: number;
  /** In [0, 1), another one each time. */
  random: () => number;
}

/**
 * Brings a new content to all nodes by and by. One has it first and sends it, and those who run another one follow when
 * the server has it: each write is one version that was found, and not a hundred nodes with a content that no version has.
 */
export function rollOut(
  nodes: readonly SimNode[],
  file: FleetFile,
  { nowMs, rollOutMs, random }: RollOutTimes,
): void {
  const first = nodes.find(({ agent }) => agent.isOpen) ?? nodes[0];
  const isKnown = (at: number) => first?.file.sentHash === file.hash || at >= nowMs + unknownMostMs;
  for (const [place, node] of nodes.entries()) {
    const { hasFile } = node.file;
    // Each content is a document of each node: those beyond the story's own follow the first alone.
    if (place >= limits.drillNodesMin && hasFile) continue;
    const isFirst = node === first;
    const share = isFirst ? leastShare : leastShare + (1 - leastShare) * random();
    const waits = hasFile && !isFirst;
    node.file.setFile(file, {
      fromMs: nowMs + share * rollOutMs,
      sends: isFirst,
      isKnown: waits ? isKnown : () => true,
    });
  }
}
