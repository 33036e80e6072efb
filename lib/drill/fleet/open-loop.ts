import type { HelloBatchAnswer, OpenBatchAnswer } from "#lib/contract/batches.ts";
import { ask, type Link, repeat } from "./link.ts";
import type { Seat } from "./seat.ts";
import type { SimNode } from "./sim-node.ts";

const batch = 250;
const everyMs = 100;
/** A node that is refused, such as one whose name another agent has, tries again after this. */
const refusedMs = 5_000;

/** Opens sessions: agents first, and what runs on a node once its agent is known. */
export async function openLoop(link: Link, nodes: readonly SimNode[]): Promise<void> {
  await repeat(link, everyMs, async () => {
    await hellos(link, due(link, nodes, (node) => node.agent).slice(0, batch));
    const known = nodes.filter(({ agent }) => agent.isOpen);
    await openings(link, due(link, known, (node) => node.service).slice(0, batch));
  });
}

function due(link: Link, nodes: readonly SimNode[], seatOf: (node: SimNode) => Seat | null): SimNode[] {
  const nowMs = link.monoMs();
  return nodes.filter((node) => {
    const seat = seatOf(node);
    return seat !== null && seat.sessionId === null && !seat.isCut && seat.openFromMs <= nowMs;
  });
}

async function hellos(link: Link, nodes: readonly SimNode[]): Promise<void> {
  if (nodes.length === 0) return;
  const body = { hellos: nodes.map((node) => node.hello()) };
  const { answers } = await ask<HelloBatchAnswer>(link, "/api/v1/hellos", body);
  for (const [place, answer] of answers.entries()) take(link, nodes[place]?.agent, answer);
}

async function openings(link: Link, nodes: readonly SimNode[]): Promise<void> {
  if (nodes.length === 0) return;
  const body = { sessions: nodes.flatMap((node) => node.opening() ?? []) };
  const { answers } = await ask<OpenBatchAnswer>(link, "/api/v1/openings", body);
  for (const [place, answer] of answers.entries()) take(link, nodes[place]?.service ?? undefined, answer);
}

function take(link: Link, seat: Seat | undefined, answer: OpenBatchAnswer["answers"][number]): void {
  const nowMs = link.monoMs();
  // Whoever was cut off meanwhile has not heard of it, and asks again.
  if (seat === undefined || seat.isCut) return;
  if ("problem" in answer) {
    seat.lost(nowMs + refusedMs * (0.5 + link.random()));
    link.onTrouble(new Error(answer.problem.detail ?? answer.problem.title));
  } else seat.opened(answer.sessionId, answer.beatEveryMs, nowMs, link.random());
}
