import { limits } from "#lib/domain/limits.ts";
import { followBack } from "#lib/domain/operations/canary-machine.ts";
import type { CanaryNode } from "#lib/domain/operations/canary-spec.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { counted, grouped } from "#lib/domain/words.ts";
import { canaryOrderId } from "#lib/server/configs/config-orders.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import { type Move, moveOperation } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { nodeFacts } from "./node-facts.ts";

/**
 * Takes everything back to the promoted version, and ends when each node has said so. Those that cannot be reached are
 * named: what they should have stands in their orders when they come back.
 */
export async function goBack(context: ServerContext, operation: RecordOf<"canary">): Promise<void> {
  const nowMs = context.clock.monoMs();
  const orderId = canaryOrderId(operation);
  const run = context.configs.runs.of(operation.id, orderId, nowMs);
  const { config } = operation.spec;
  const promoted = context.configs.book.promoted(config);
  const at = context.clock.wallMs();
  const nodes = operation.nodes.map((node) =>
    followBack(node, nodeFacts(context, run, { config, node: node.node, orderId }), promoted?.hash ?? "", at),
  );
  const open = nodes.filter(({ state }) => state !== "pending" && state !== "rolled-back");
  const isOver =
    open.every(({ state }) => state === "lost") || nowMs - run.beganMs >= limits.canaryRollbackMaxMs;
  await moveOperation(context, operation.id, async (_tx, now) => {
    if (now.state !== "aborting") return null;
    if (isOver) return ended(context, { ...now, nodes }, open, promoted?.version ?? null);
    const touched = nodes.filter(({ state }) => state !== "pending");
    const sentence = `Going back: ${grouped(touched.length - open.length)} of ${counted(touched.length, "node")}. ${causeOf(now)}`;
    const same = nodes.every((node, i) => JSON.stringify(node) === JSON.stringify(now.nodes[i]));
    return same && sentence === now.sentence ? null : { record: { ...now, nodes, sentence } };
  });
}

function causeOf({ memory, sentence, nodes }: OperationRecord): string {
  const cause = memory["cause"];
  return typeof cause === "string"
    ? cause
    : nodes.length === 0
      ? ""
      : sentence.replace(/^Going back: [\d,]+ of [\d,]+ nodes?\. /, "");
}

function ended(
  context: ServerContext,
  record: OperationRecord,
  open: readonly CanaryNode[],
  version: number | null,
): Move {
  const at = context.clock.wallMs();
  const back = record.nodes.filter(({ state }) => state === "rolled-back").length;
  const byPerson = record.memory["cause"] === undefined || record.memory["byHand"] != null;
  const cause = causeOf(record);
  const what =
    record.nodes.length === 0
      ? "Nothing was done."
      : `${grouped(back)} of ${counted(back + open.length, "node")} back at version ${version ?? "before"}.`;
  const text = `${cause === "" ? "" : `${cause.replace(/\.?$/, ".")} `}${what}`;
  const state = byPerson ? "aborted" : "failed";
  const next: OperationRecord = {
    ...record,
    state,
    endedAt: at,
    due: null,
    steps: record.steps.map((step) => {
      if (step.state === "doing") return { ...step, state: "failed", endedAt: at };
      return step.state === "pending" ? { ...step, state: "skipped" } : step;
    }),
    sentence: text,
    result: {
      outcome: "rolled-back",
      text,
      verified: back === 0 ? [] : [`The running file of ${counted(back, "node")} was read back.`],
      notVerified: open.map(
        ({ node, state: at }) =>
          `${safeText(node, 80)} is ${at}: it goes back as soon as its agent can, by its standing order.`,
      ),
    },
  };
  context.configs.runs.forget(record.id);
  const severity = open.length > 0 || !byPerson ? "warning" : "info";
  return {
    record: next,
    events: [operationEvent(next, at, state, text, severity)],
    audit: [operationAudit(next, at, null, state, text, byPerson ? "done" : "refused")],
  };
}
