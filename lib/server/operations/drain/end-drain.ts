import type { OperationUnit } from "#lib/domain/operations/operation.ts";
import { counted, grouped } from "#lib/domain/words.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { Move } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import { type DrainRecord, phaseOf, withStep } from "./drain-record.ts";
import { unitNames } from "./unit-names.ts";

/** From here on no unit is asked to stay paused. `outcome`: how it ends once they run again. */
export function letGo(
  context: Pick<ServerContext, "clock">,
  record: DrainRecord,
  how: { state: "verifying" | "aborting"; outcome: "done" | "failed" | "aborted"; text: string },
): Move {
  const at = context.clock.wallMs();
  const before = phaseOf(record);
  const failed = how.outcome === "failed";
  const drained =
    before === "draining" ? withStep(record.steps, "drain", failed ? "failed" : "skipped", at) : record.steps;
  const held = withStep(drained, "hold", before === "holding" ? "done" : "skipped", at);
  const next: DrainRecord = {
    ...record,
    state: how.state,
    memory: { ...record.memory, phase: "resuming", outcome: how.outcome, why: how.text },
    steps: withStep(held, "resume", "doing", at),
    due: null,
    sentence: how.text,
  };
  return {
    record: next,
    events: [operationEvent(next, at, "drain-resumed", `${record.plan.title}: ${how.text}`, "warning")],
    audit: [operationAudit(next, at, null, "resume", how.text)],
  };
}

/** All run again, or did not say so in time. */
export function ended(
  context: Pick<ServerContext, "clock">,
  record: DrainRecord,
  unheard: readonly OperationUnit[],
): Move {
  const at = context.clock.wallMs();
  const outcome = outcomeOf(record);
  const lost = record.units.filter(({ state }) => state === "lost");
  const runs = record.units.length - unheard.length - lost.length;
  const { why, unanswered } = record.memory;
  const open = unheard.length === 0 ? "" : ` ${unitNames(unheard)} did not say that they run again.`;
  const text = `${typeof why === "string" ? why : record.sentence}${open}`;
  const note = unheard.length === 0 ? undefined : open.trim();
  const next: DrainRecord = {
    ...record,
    state: outcome,
    steps: withStep(record.steps, "resume", unheard.length === 0 ? "done" : "failed", at, note),
    due: null,
    sentence: text,
    result: {
      outcome,
      text,
      verified:
        runs > 0
          ? [
              `${grouped(runs)} of ${counted(record.units.length, "unit")} said that ${record.units.length === 1 ? "it runs" : "they run"} again.`,
            ]
          : [],
      notVerified: [
        ...(typeof unanswered === "string" ? [`That all had paused: ${unanswered}`] : []),
        ...unheard.map((unit) => `That ${unitNames([unit])} runs again; its own clock resumes it.`),
        ...lost.map((unit) => `What became of ${unitNames([unit])}: its session has ended.`),
      ],
    },
    endedAt: at,
  };
  return {
    record: next,
    events: [
      operationEvent(
        next,
        at,
        outcome,
        `${record.plan.title}: ${text}`,
        outcome === "done" ? "info" : "warning",
      ),
    ],
    audit: [operationAudit(next, at, null, "end", text, outcome === "failed" ? "refused" : "done")],
  };
}

function outcomeOf({ state, memory }: DrainRecord): "done" | "failed" | "aborted" {
  if (state !== "aborting") return "done";
  return memory["outcome"] === "failed" ? "failed" : "aborted";
}
