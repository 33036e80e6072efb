import type { Evidence } from "#lib/domain/evidence.ts";
import type { CanaryNode } from "#lib/domain/operations/canary-spec.ts";
import type {
  Fact,
  Gate,
  HoldPoint,
  OperationSpec,
  OperationState,
  OperationUnit,
  Person,
  SpecOf,
  Step,
} from "#lib/domain/operations/operation.ts";
import type { DrillVariation } from "./drill.ts";

/** What of a guarded action the score is made from. */
export interface ScoredOperation {
  id: string;
  spec: OperationSpec;
  state: OperationState;
  createdBy: Person;
  createdAt: number;
  confirmedBy: Person | null;
  confirmedAt: number | null;
  endedAt: number | null;
  holdPoint: HoldPoint | null;
  plan: { title: string; facts: readonly Fact[]; evidence: readonly Evidence[]; gates: readonly Gate[] };
  gates: readonly Gate[];
  steps: readonly Step[];
  units: readonly OperationUnit[];
  nodes: readonly CanaryNode[];
  memory: Readonly<Record<string, string | number | null>>;
}

/** A row of the audit about the drill. */
export interface ScoredAudit {
  at: number;
  actor: string;
  action: string;
  target: string;
  outcome: "done" | "refused";
  detail: string;
  operationId: string | null;
}

/** Everything that was recorded of a drill, in the order of time. Times: server wall clock, epoch ms. */
export interface ScoreFacts {
  variation: DrillVariation;
  startedAt: number;
  /** When this run of the server began; later than the drill when the server was started again in its course. */
  serverStartedAt: number;
  incident: {
    openedAt: number;
    acknowledged: { at: number } | null;
    mitigatedAt: number | null;
    resolvedAt: number | null;
  } | null;
  operations: readonly ScoredOperation[];
  audits: readonly ScoredAudit[];
}

type OperationOf<K extends OperationSpec["kind"]> = ScoredOperation & { spec: SpecOf<K> };

/** Those of one kind, oldest first. */
export function operationsOf<K extends OperationSpec["kind"]>(
  { operations }: Pick<ScoreFacts, "operations">,
  kind: K,
): OperationOf<K>[] {
  return operations.filter((one): one is OperationOf<K> => one.spec.kind === kind);
}

/** It has taken a holder out: that cannot be taken back. */
export function hasCleared({ memory }: Pick<ScoredOperation, "memory">): boolean {
  return memory["irrevocable"] != null;
}

/** A gate that people overrode when it went on. */
export function wentAround({ gates }: Pick<ScoredOperation, "gates">): boolean {
  return gates.some(({ state }) => state === "bypassed");
}

/** Nothing that counts can follow: what was not reached will not be. */
export function isOver({ incident }: Pick<ScoreFacts, "incident">): boolean {
  return incident !== null && incident.resolvedAt !== null;
}

/** The service name of the one that nobody knew. */
export const strangerService = "drill:orchestrator-b";

/** Those that were begun, but for one of the stranger alone: that one goes on on purpose. */
export function repairDrains(facts: Pick<ScoreFacts, "operations">): ScoredOperation[] {
  return operationsOf(facts, "drain").filter(
    ({ confirmedAt, units }) =>
      confirmedAt !== null &&
      !(units.length > 0 && units.every(({ service }) => service === strangerService)),
  );
}

/** Nobody is held any more by what was drained for the repair. */
export function runsAgain(facts: Pick<ScoreFacts, "operations">): boolean {
  return repairDrains(facts).every(({ endedAt }) => endedAt !== null);
}
