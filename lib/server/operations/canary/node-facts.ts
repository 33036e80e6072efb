import type { NodeFacts } from "#lib/domain/operations/canary-machine.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { type CanaryRun, isCounted } from "./canary-runs.ts";

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
