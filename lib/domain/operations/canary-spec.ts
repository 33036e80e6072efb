/** How a telemetry metric is judged on the shadow; data, not code. Missing data counts as failing. */
export interface TelemetryRule {
  /** Name of the metric as the hook prints it, such as `heart_rate`. */
  metric: string;
  /** `limit`: the value stays within min and max. `deviation`: within percent of the baseline. */
  kind: "limit" | "deviation";
  min: number | null;
  max: number | null;
  /** `deviation`: from the node's own running value, or from the rest of its group. */
  against: "own" | "group" | null;
  maxDeviationPercent: number | null;
}

export type CanaryTargets =
  | { by: "nodes"; nodes: string[] }
  | { by: "spread"; group: string | null; count: number };

/** Applies a version step by step: shadow on chosen nodes first, promoted only when all are healthy. */
export interface CanarySpec {
  kind: "canary";
  config: string;
  version: number;
  targets: CanaryTargets;
  /** Later steps as percent of all nodes that run the config, growing, such as 10, 50, 100. */
  percents: number[];
  bakeMs: number;
  rules: TelemetryRule[];
  /** Each step waits for a person to promote; else the next step starts by itself when the one before is healthy. */
  promoteByHand: boolean;
}

/** `pending`: its step has not begun. `lost`: its agent is not heard of any more. */
export const canaryNodeStates = [
  "pending",
  "asked",
  "shadow",
  "refused",
  "promoted",
  "rolling-back",
  "rolled-back",
  "failed",
  "lost",
] as const;
export type CanaryNodeState = (typeof canaryNodeStates)[number];

export interface RuleHealth {
  metric: string;
  state: "pass" | "fail" | "waiting";
  text: string;
}

/** What a metric was before the node ran the new version: its own value, and that of the rest of its group. */
export interface MetricBaseline {
  own: number | null;
  group: number | null;
}

/** One node in a canary, as its operation follows it. */
export interface CanaryNode {
  node: string;
  /** The step at which it is touched first; those of step 0 have the shadow. */
  step: number;
  state: CanaryNodeState;
  /** Why it refused or failed, in the node's own words made safe. */
  reason: string | null;
  /** Verdict of each rule at the last look. */
  health: RuleHealth[];
  since: number;
  /** By metric, frozen when it is told to run the version: its running file is the new one from then on. */
  baseline?: Record<string, MetricBaseline>;
}
