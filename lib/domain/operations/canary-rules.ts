import type { RuleHealth, TelemetryRule } from "./canary-spec.ts";

/** What is known of one metric on one node for one rule. */
export interface RuleFacts {
  /** Newest value of the version on trial; null when there is none that is recent enough. */
  value: number | null;
  /** Median of its last few values: one stray value is no deviation. */
  median: number | null;
  /** What it is compared with; null where the rule compares with nothing, or nothing is there to compare with. */
  baseline: number | null;
  /** How long it has been waited for data since the node has the version, ms. */
  waitedMs: number;
  /** From then on, missing data counts as failing, ms. */
  graceMs: number;
}

/** Judges one rule on one node. Missing data is waited for during the grace, and fails after it. */
export function judgeRule(rule: TelemetryRule, facts: RuleFacts): RuleHealth {
  const { metric } = rule;
  const say = (state: RuleHealth["state"], text: string): RuleHealth => ({ metric, state, text });
  const missing = (what: string) =>
    facts.waitedMs < facts.graceMs
      ? say("waiting", `${what} has not come yet.`)
      : say("fail", `${what} did not come within ${Math.round(facts.graceMs / 1000)} s.`);
  const { value, median, baseline } = facts;
  if (value === null) return missing("Its value");
  if (rule.kind === "limit") return judgeLimit(rule, value, say);
  if (baseline === null || median === null) {
    return missing(rule.against === "group" ? "A value of the rest of its group" : "Its own earlier value");
  }
  const most = rule.maxDeviationPercent ?? 0;
  const percent = deviationPercent(median, baseline);
  const than = rule.against === "group" ? "the rest of its group" : "its own running version";
  const difference = `${shown(median)} against ${shown(baseline)} of ${than}`;
  if (percent === null) return say("fail", `${difference}: of zero there is no percentage.`);
  const words = `${difference}: ${Number(percent.toPrecision(2))} % apart, ${shown(most)} % allowed.`;
  return say(percent <= most ? "pass" : "fail", words);
}

function judgeLimit(
  { min, max }: TelemetryRule,
  value: number,
  say: (state: RuleHealth["state"], text: string) => RuleHealth,
): RuleHealth {
  if (min !== null && value < min) return say("fail", `${shown(value)} is below ${shown(min)}.`);
  if (max !== null && value > max) return say("fail", `${shown(value)} is above ${shown(max)}.`);
  return say(
    "pass",
    `${shown(value)} is within ${min === null ? "" : shown(min)} … ${max === null ? "" : shown(max)}.`,
  );
}

/** How far apart, in percent of the baseline; null when the baseline is zero and the value is not. */
export function deviationPercent(value: number, baseline: number): number | null {
  if (value === baseline) return 0;
  return baseline === 0 ? null : (Math.abs(value - baseline) / Math.abs(baseline)) * 100;
}

/** Why a rule cannot be used; null when it can. */
export function ruleRefusal(rule: TelemetryRule): string | null {
  const { kind, min, max, against, maxDeviationPercent } = rule;
  if (kind === "limit") {
    if (min === null && max === null) return "A limit needs a least or a greatest value.";
    return min !== null && max !== null && min > max ? "The least value is above the greatest." : null;
  }
  if (against === null) return "A deviation is from the node's own values, or from its group's.";
  return maxDeviationPercent === null ? "A deviation needs its greatest percentage." : null;
}

/** Median; null of nothing. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

function shown(value: number): string {
  return Number(value.toPrecision(5)).toString();
}
