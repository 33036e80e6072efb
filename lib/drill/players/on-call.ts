import { apiPaths, operationHref } from "#lib/client/paths.ts";
import type { OperationDetail, OperationList } from "#lib/contract/operations.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import type { Stage } from "#lib/drill/stage.ts";
import { Hands } from "./hands.ts";

/** How long somebody who was woken takes to answer, at pace `real`. */
const answerMs = 12_000;

export interface OnCallManner {
  /** Sleeps through the first page, and answers the second one. */
  missesFirst: boolean;
}

/**
 * The second person: answers pages of the drill, each for exactly what it shows, and nothing else. Proof that is missing is
 * no page that they would answer: a bypass waits for somebody who signs in. Runs until the drill ends.
 */
export async function playOnCall(stage: Stage, manner: OnCallManner): Promise<void> {
  const hands = new Hands(stage, stage.api.onCall);
  let missed: string | null = null;
  for (;;) {
    const asked = await stage.until("a page", () => nextPage(hands, missed), Number.POSITIVE_INFINITY);
    const page = asked.holdPoint?.pageId ?? null;
    if (manner.missesFirst && missed === null && page !== null) {
      missed = page;
      continue;
    }
    await stage.linger(answerMs);
    // What is acknowledged is what is shown now, not what was shown when the page came.
    const shown = await hands.send("the paged operation", () => hands.operation(asked.id));
    if (shown.allowed.acknowledge?.allowed !== true) continue;
    if (await hands.acknowledge(shown, "Acknowledge. Hold point.")) {
      stage.say("done", `The on-call acknowledged: ${shown.title}.`, operationHref(shown.id));
    }
  }
}

async function nextPage(hands: Hands, missed: string | null): Promise<OperationDetail | null> {
  const { items } = await hands.api.get<OperationList>(apiPaths.operations, { query: { open: "true" } });
  for (const row of items) {
    if (!row.awaitsAck || row.kind === "bypass") continue;
    const operation = await hands.operation(row.id);
    if (!isOfDrill(operation) || operation.allowed.acknowledge?.allowed !== true) continue;
    if (missed !== null && operation.holdPoint?.pageId === missed) continue;
    return operation;
  }
  return null;
}

/** The server refuses everything else too; who plays a person does not even try. */
function isOfDrill({ resource, spec }: OperationDetail): boolean {
  if (resource !== null) return isDrillName(resource);
  if (spec.kind !== "drain") return false;
  const { scope } = spec;
  switch (scope.type) {
    case "service":
      return isDrillName(scope.service);
    case "node":
      return isDrillName(scope.node);
    case "group":
      return isDrillName(scope.group);
    case "fleet":
      return false;
    default:
      return true;
  }
}
