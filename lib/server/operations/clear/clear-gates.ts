import { agentGate, freshGate, graceGate, quiescedGate, staleGate } from "#lib/domain/operations/clear.ts";
import { targetsGate } from "#lib/domain/operations/gates.ts";
import type { Gate } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { ClearTarget } from "./clear-target.ts";

/** The chain of proof of a clear, as it is now. `acknowledged`: the hold point, which the machine keeps. */
export function clearGates(
  context: ServerContext,
  target: ClearTarget,
  rest: { source: "native" | "kernel"; acknowledged: Gate; targetsMax: number },
): Gate[] {
  const { clock, grace } = context;
  const held = target.verdict === null ? 0 : 1;
  const gates = [
    targetsGate(held, rest.targetsMax, "lock that is held"),
    staleGate(target.verdict),
    freshGate(target.evidenceAgeMs, target.evidenceSource),
    graceGate(clock.monoMs() < grace.untilMonoMs, grace.untilMs),
  ];
  if (rest.source === "kernel") {
    const row = context.view.nodes.get(target.node ?? "");
    const allowsClear = row?.allowClear === true;
    gates.push(agentGate({ up: row?.state === "up", allowsClear, node: target.node ?? "its node" }));
  }
  const fenceable = rest.source === "native";
  return [...gates, rest.acknowledged, quiescedGate(target.roster, { closed: target.closed, fenceable })];
}
