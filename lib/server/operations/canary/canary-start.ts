import { factChanges } from "#lib/domain/operations/snapshot.ts";
import { counted } from "#lib/domain/words.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { stillOpen } from "#lib/server/operations/gates-now.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import { moveOperation } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import { snapshotOf } from "#lib/server/operations/snapshot-hash.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { pendingNodes } from "./canary-choice.ts";
import { type CanaryPlanned, planCanary } from "./canary-plan.ts";

/** Begins with the shadow, if all is still as it was reviewed; else nothing is done, and it says what changed. */
export async function startCanary(context: ServerContext, operation: RecordOf<"canary">): Promise<void> {
  const fresh = planCanary(context, operation.spec, () => operation.policy);
  const same = snapshotOf(fresh.plan.facts) === operation.snapshot;
  const refusal = fresh.plan.refusals[0] ?? (same ? null : whatChanged(operation, fresh));
  await moveOperation(context, operation.id, async (_tx, now) => {
    // An acknowledgement that ended since the gates were looked at opens nothing.
    if (now.state !== "waiting" || !stillOpen(context, now)) return null;
    const at = context.clock.wallMs();
    const next = refusal === null ? started(now, fresh, at) : failed(now, refusal, at);
    const kind = refusal === null ? "started" : "failed";
    return {
      record: next,
      events: [operationEvent(next, at, kind, next.sentence, refusal === null ? "info" : "warning")],
      audit: [operationAudit(next, at, null, kind, next.sentence, refusal === null ? "done" : "refused")],
    };
  });
}

function whatChanged(operation: OperationRecord, { plan }: CanaryPlanned): string {
  const changes = factChanges(operation.plan.facts, plan.facts).slice(0, 5);
  return `Not as it was reviewed: ${changes.map(({ label }) => label).join(", ")}.`;
}

function started(
  record: OperationRecord,
  { choice, trial, entry }: CanaryPlanned,
  at: number,
): OperationRecord {
  const promoted = entry.record.promoted;
  return {
    ...record,
    state: "running",
    nodes: pendingNodes(choice, at),
    steps: record.steps.map((step, i) => (i === 0 ? { ...step, state: "doing", startedAt: at } : step)),
    due: null,
    memory: {
      ...record.memory,
      step: 0,
      lastStep: choice.steps.length - 1,
      version: trial.version,
      hash: trial.hash,
      promoted,
      baked: null,
      promoteFrom: null,
    },
    sentence: `The shadow of version ${trial.version} is asked of ${counted(choice.shadows.length, "node")}.`,
  };
}

function failed(record: OperationRecord, why: string, at: number): OperationRecord {
  return {
    ...record,
    state: "failed",
    endedAt: at,
    due: null,
    sentence: `Not begun: ${why}`,
    result: { outcome: "failed", text: `${why} Nothing was done.`, verified: [], notVerified: [] },
  };
}
