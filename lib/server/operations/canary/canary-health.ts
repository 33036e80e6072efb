import { isTouched } from "#lib/domain/operations/canary-machine.ts";
import { judgeRule, medianOf } from "#lib/domain/operations/canary-rules.ts";
import type {
  CanaryNode,
  CanarySpec,
  MetricBaseline,
  RuleHealth,
  TelemetryRule,
} from "#lib/domain/operations/canary-spec.ts";
import { telemetryEveryMs } from "#lib/server/configs/config-orders.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { RecordOf } from "#lib/server/operations/kind.ts";
import type { CanaryRun } from "./canary-runs.ts";

/** Values that a median is taken of. */
const recentValues = 5;
const baselineValues = 30;
/** Hooks may be late by this much before their data counts as missing. */
const slackMs = 8_000;
const groupSample = 200;

/** Judges the rules of a canary on its nodes, with one look at each group. */
export class HealthLook {
  readonly #context: ServerContext;
  readonly #spec: CanarySpec;
  readonly #nodes: readonly CanaryNode[];
  readonly #step: number;
  readonly #everyMs: number;
  readonly #nowMs: number;
  readonly #groups = new Map<string, number | null>();

  constructor(context: ServerContext, operation: RecordOf<"canary">) {
    this.#context = context;
    this.#spec = operation.spec;
    this.#nodes = operation.nodes;
    this.#step = Number(operation.memory["step"] ?? 0);
    this.#everyMs = telemetryEveryMs(operation);
    this.#nowMs = context.clock.monoMs();
  }

  /** Verdict of each rule on a node that has the version; none while it has not. */
  judge(node: CanaryNode, run: CanaryRun): RuleHealth[] {
    const readyMs = run.readyMs.get(node.node);
    if (readyMs === undefined) return [];
    return this.#spec.rules.map((rule) => judgeRule(rule, this.#facts(node, rule, readyMs)));
  }

  /** What is to be compared with once the node runs the version. */
  baseline(node: CanaryNode): Record<string, MetricBaseline> {
    const metrics = [...new Set(this.#spec.rules.map(({ metric }) => metric))];
    return Object.fromEntries(
      metrics.map((metric) => [
        metric,
        {
          own: this.#median(node.node, metric, "running", Number.NEGATIVE_INFINITY, baselineValues),
          group: this.#group(node, metric),
        },
      ]),
    );
  }

  #facts(node: CanaryNode, rule: TelemetryRule, readyMs: number) {
    const variant = this.#step === 0 ? "shadow" : "running";
    const { metric, against } = rule;
    const ring = this.#context.configs.telemetry.ring(this.#spec.config, node.node, metric, variant);
    const maxAgeMs = 3 * this.#everyMs + slackMs;
    const ageMs = Math.min(maxAgeMs, this.#nowMs - readyMs);
    return {
      value: ring?.latest(this.#nowMs, ageMs) ?? null,
      median: this.#median(node.node, metric, variant, readyMs, recentValues),
      baseline:
        against === null ? null : against === "own" ? this.#own(node, metric) : this.#groupOf(node, metric),
      waitedMs: this.#nowMs - readyMs,
      graceMs: Math.max(this.#spec.bakeMs, maxAgeMs),
    };
  }

  #own(node: CanaryNode, metric: string): number | null {
    if (this.#step > 0) return node.baseline?.[metric]?.own ?? null;
    return this.#median(node.node, metric, "running", this.#recentMs(), recentValues);
  }

  #groupOf(node: CanaryNode, metric: string): number | null {
    return this.#group(node, metric) ?? node.baseline?.[metric]?.group ?? null;
  }

  /** The median of the nodes of the same group that the canary has not touched. */
  #group(node: CanaryNode, metric: string): number | null {
    const { nodes } = this.#context.view;
    const group = nodes.get(node.node)?.group ?? "";
    const key = JSON.stringify([group, metric]);
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const rest = this.#nodes
      .filter((other) => !isTouched(other, this.#step) && (nodes.get(other.node)?.group ?? "") === group)
      .slice(0, groupSample);
    const values = rest.flatMap(
      (other) => this.#median(other.node, metric, "running", this.#recentMs(), recentValues) ?? [],
    );
    const median = medianOf(values);
    this.#groups.set(key, median);
    return median;
  }

  #recentMs(): number {
    return this.#nowMs - 5 * this.#everyMs - slackMs;
  }

  #median(
    node: string,
    metric: string,
    variant: "running" | "shadow",
    sinceMs: number,
    count: number,
  ): number | null {
    const ring = this.#context.configs.telemetry.ring(this.#spec.config, node, metric, variant);
    return ring === null ? null : medianOf(ring.recent(count, sinceMs));
  }
}
