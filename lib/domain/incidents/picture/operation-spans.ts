import type { RecordedOperation } from "#lib/domain/incidents/timeline/facts.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";

/**
 * What an operation does in a stretch of time. The last four are ends, drawn as one moment. `holding`: units are
 * paused; `quarantined`: nobody may take the lock; `admitting`: the successor alone may.
 */
export const spanStates = [
  "planned",
  "waiting",
  "running",
  "draining",
  "holding",
  "resuming",
  "quarantined",
  "admitting",
  "verifying",
  "done",
  "failed",
  "aborted",
  "expired",
] as const;
export type SpanState = (typeof spanStates)[number];

export interface OperationSpan {
  state: SpanState;
  from: number;
  /** Null while it lasts. */
  to: number | null;
}

const ofStep: Readonly<Record<string, SpanState>> = {
  drain: "draining",
  hold: "holding",
  resume: "resuming",
  quarantine: "quarantined",
  admit: "admitting",
  verify: "verifying",
  gone: "verifying",
  layers: "verifying",
};

/** One operation as spans that follow each other, from its plan to its end; steps tell what it did in between. */
export function operationSpans(operation: RecordedOperation): OperationSpan[] {
  const { createdAt, confirmedAt, endedAt, state, steps } = operation;
  const begins: { state: SpanState; from: number }[] = [{ state: "planned", from: createdAt }];
  if (confirmedAt !== null) begins.push({ state: "waiting", from: confirmedAt });
  for (const { id, startedAt } of steps) {
    if (startedAt === null) continue;
    begins.push({
      state: (Object.hasOwn(ofStep, id) ? ofStep[id] : undefined) ?? "running",
      from: startedAt,
    });
  }
  const ended = isEnded(state) && endedAt !== null;
  const sorted = begins.sort((a, b) => a.from - b.from).filter(({ from }) => !ended || from <= endedAt);
  const spans = sorted.map(({ state: does, from }, i): OperationSpan => {
    return { state: does, from, to: sorted[i + 1]?.from ?? endedAt };
  });
  const shown = joined(spans.filter(({ from, to }) => to === null || to > from));
  if (ended) shown.push({ state: endState(state), from: endedAt, to: endedAt });
  return shown;
}

function endState(state: RecordedOperation["state"]): SpanState {
  return spanStates.find((name) => name === state) ?? "failed";
}

/** Two steps of one kind after another are one span. */
function joined(spans: readonly OperationSpan[]): OperationSpan[] {
  const list: OperationSpan[] = [];
  for (const span of spans) {
    const before = list.at(-1);
    if (before !== undefined && before.state === span.state) before.to = span.to;
    else list.push({ ...span });
  }
  return list;
}
