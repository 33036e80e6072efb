import type { DrainPhase } from "#lib/domain/operations/drain.ts";
import type { Step } from "#lib/domain/operations/operation.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import type { OperationRecord } from "#lib/store/records.ts";

export type DrainRecord = RecordOf<"drain">;

export function isDrain(record: OperationRecord | undefined): record is DrainRecord {
  return record?.spec.kind === "drain";
}

/** Where a drain stands; null before it runs. */
export function phaseOf({ state, memory }: OperationRecord): DrainPhase | null {
  if (state === "verifying" || state === "aborting") return "resuming";
  if (state !== "running") return null;
  return memory["phase"] === "holding" ? "holding" : "draining";
}

/** How long the hold lasts in all, with its extensions; ms. */
export function totalHoldMs({ memory, spec }: DrainRecord): number {
  return numberIn(memory["holdMs"]) ?? spec.holdMs;
}

export function numberIn(value: string | number | null | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** Key of a fact that names one unit. */
export function unitFactKey(unitId: string): string {
  return `unit/${unitId}`;
}

/** The units of the plan: each is a fact that was reviewed, so that no other is ever drained for it. */
export function plannedUnitIds({ plan }: OperationRecord): string[] {
  return plan.facts.flatMap(({ key }) => (key.startsWith("unit/") ? [key.slice("unit/".length)] : []));
}

const stepTitles = {
  refuse: "Refuse new grants to the scope",
  drain: "Units finish what they run, and pause",
  hold: "Hold",
  resume: "Units run again",
} as const;
export type DrainStepId = keyof typeof stepTitles;

export function drainSteps(): Step[] {
  return Object.entries(stepTitles).map(([id, title]) => ({
    id,
    title,
    state: "pending",
    startedAt: null,
    endedAt: null,
    note: null,
  }));
}

/** The steps with one of them changed; its times follow its state. */
export function withStep(
  steps: readonly Step[],
  id: DrainStepId,
  state: Step["state"],
  at: number,
  note?: string,
): Step[] {
  return steps.map((step) => {
    if (step.id !== id) return step;
    const startedAt = step.startedAt ?? (state === "skipped" ? null : at);
    return { ...step, state, startedAt, endedAt: state === "doing" ? null : at, note: note ?? step.note };
  });
}
