import { limits } from "#lib/domain/limits.ts";
import type { NodeFacts } from "#lib/domain/operations/canary-machine.ts";
import { isHere } from "#lib/server/configs/node-presence.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { CanaryRun } from "./canary-runs.ts";

/** How a node stands, from its agent's last report. */
export function nodeFacts(
  context: ServerContext,
  run: CanaryRun,
  { config, node, orderId }: { config: string; node: string; orderId: string },
): NodeFacts {
  const record = context.configs.book.configs.get(config)?.nodes.get(node);
  return {
    here: isCounted(context, run, node, context.clock.monoMs()),
    answers: record?.orderId === orderId,
    runningHash: record?.running?.hash ?? null,
    shadow: record?.shadow ?? null,
    refusal: record?.refusal ?? null,
    trouble: record?.trouble ?? null,
  };
}

/** Whether a node counts as there: heard of now, or not longer ago than a canary waits. */
function isCounted(context: ServerContext, run: CanaryRun, node: string, nowMs: number): boolean {
  if (isHere(context, node)) {
    run.hereMs.set(node, nowMs);
    return true;
  }
  const lastMs = run.hereMs.get(node);
  // Not seen yet by this run of the server: it gets the whole time to show itself.
  if (lastMs === undefined) run.hereMs.set(node, nowMs);
  return nowMs - (lastMs ?? nowMs) < limits.canaryLostMs;
}
