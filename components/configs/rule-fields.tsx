"use client";

import { Plus, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { TelemetryRule } from "#lib/domain/operations/canary-spec.ts";

/** A rule as it is being typed. */
export interface RuleDraft {
  id: number;
  metric: string;
  kind: "limit" | "own" | "group";
  least: string;
  most: string;
}

/** What a draft says; null while it says nothing that can be judged. */
export function ruleOf({ metric, kind, least, most }: RuleDraft): TelemetryRule | null {
  const number = (text: string) =>
    text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text);
  const [min, max] = [number(least), number(most)];
  if (metric.trim() === "") return null;
  if (kind === "limit") {
    if (min === null && max === null) return null;
    return { metric: metric.trim(), kind, min, max, against: null, maxDeviationPercent: null };
  }
  if (max === null || max <= 0) return null;
  return {
    metric: metric.trim(),
    kind: "deviation",
    min: null,
    max: null,
    against: kind,
    maxDeviationPercent: max,
  };
}

const kinds = [
  { value: "limit", label: "stays between" },
  { value: "own", label: "is like before, within" },
  { value: "group", label: "is like its group, within" },
];

/** Rules by which the shadow passes or fails; data that do not come fail as well. */
export function RuleFields({
  rules,
  onChange,
}: {
  rules: readonly RuleDraft[];
  onChange: (rules: RuleDraft[]) => void;
}) {
  const set = (id: number, change: Partial<RuleDraft>) =>
    onChange(rules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule)));
  const next = rules.reduce((most, { id }) => Math.max(most, id), 0) + 1;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-xs font-medium text-secondary">Rules</legend>
      {rules.length === 0 && (
        <p className="text-xs text-tertiary">
          No rule: a node counts as healthy as soon as it has the version.
        </p>
      )}
      {rules.map((rule, i) => (
        <div key={rule.id} className="flex flex-wrap items-center gap-2 text-sm">
          <span className="w-32">
            <Input
              aria-label={`Metric of rule ${i + 1}`}
              placeholder="heart_rate"
              value={rule.metric}
              maxLength={60}
              className="font-mono"
              onChange={(event) => set(rule.id, { metric: event.target.value })}
            />
          </span>
          <Select
            aria-label={`Kind of rule ${i + 1}`}
            className="w-44"
            value={rule.kind}
            onValueChange={(kind) => set(rule.id, { kind: kind as RuleDraft["kind"] })}
            options={kinds}
          />
          {rule.kind === "limit" && (
            <span className="w-20">
              <Input
                aria-label={`Least of rule ${i + 1}`}
                placeholder="least"
                inputMode="decimal"
                value={rule.least}
                onChange={(event) => set(rule.id, { least: event.target.value })}
              />
            </span>
          )}
          <span className="w-20">
            <Input
              aria-label={`${rule.kind === "limit" ? "Greatest" : "Percent"} of rule ${i + 1}`}
              placeholder={rule.kind === "limit" ? "greatest" : "20"}
              inputMode="decimal"
              value={rule.most}
              onChange={(event) => set(rule.id, { most: event.target.value })}
            />
          </span>
          {rule.kind !== "limit" && <span className="text-secondary">%</span>}
          <Button
            variant="ghost"
            size="sm"
            aria-label={`Remove rule ${i + 1}`}
            onClick={() => onChange(rules.filter(({ id }) => id !== rule.id))}
          >
            <X aria-hidden size={14} />
          </Button>
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        onClick={() => onChange([...rules, { id: next, metric: "", kind: "group", least: "", most: "20" }])}
      >
        <Plus aria-hidden size={13} />
        Add a rule
      </Button>
    </fieldset>
  );
}
