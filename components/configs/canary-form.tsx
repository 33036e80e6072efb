"use client";

import { useState } from "react";
import { useDesk } from "#components/operations/desk.tsx";
import { SpecDialog } from "#components/operations/spec-dialog.tsx";
import { Check } from "#components/ui/check.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ConfigDetail } from "#lib/contract/configs.ts";
import { percentsRefusal } from "#lib/domain/operations/canary-steps.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";
import { type RuleDraft, RuleFields, ruleOf } from "./rule-fields.tsx";

const bakes = [
  { value: "10000", label: "10 s" },
  { value: "60000", label: "1 minute" },
  { value: "300000", label: "5 minutes" },
  { value: "1800000", label: "30 minutes" },
  { value: "7200000", label: "2 hours" },
];

/** `10, 50, 100` as numbers; null when it is something else. */
function percentsOf(text: string): number[] | null {
  const parts = text.split(/[\s,]+/).filter((part) => part !== "");
  const numbers = parts.map(Number);
  return numbers.every((one) => Number.isInteger(one) && one >= 1 && one <= 100) && numbers.length > 0
    ? numbers
    : null;
}

/** Which version, on whom first, how fast, and by which rules. Leads to the plan; nothing happens by it. */
export function CanaryForm({ config, onClose }: { config: ConfigDetail; onClose: () => void }) {
  const desk = useDesk();
  const versions = config.versionList.filter(({ version }) => version !== config.promoted);
  const [version, setVersion] = useState(String(versions[0]?.version ?? ""));
  const [by, setBy] = useState<"spread" | "nodes">("spread");
  const [count, setCount] = useState("3");
  const [nodes, setNodes] = useState<string[]>([]);
  const [percents, setPercents] = useState("10, 50, 100");
  const [bake, setBake] = useState("60000");
  const [byHand, setByHand] = useState(true);
  const [rules, setRules] = useState<RuleDraft[]>([]);
  const shares = percentsOf(percents);
  const judged = rules.map(ruleOf);
  const blocked = blockedBy();
  return (
    <SpecDialog
      title={
        <>
          Canary of <SafeText text={config.name} maxLength={80} />
        </>
      }
      description="A shadow of the version on a few nodes first, then ever more run it, as long as all are healthy. This form leads to the plan."
      blocked={blocked}
      onClose={onClose}
      onReview={() => {
        desk({
          form: "review",
          ask: {
            act: "confirm",
            spec: {
              kind: "canary",
              config: config.name,
              version: Number(version),
              targets: by === "spread" ? { by, group: null, count: Number(count) } : { by, nodes },
              percents: shares ?? [],
              bakeMs: Number(bake),
              rules: judged.filter((rule) => rule !== null),
              promoteByHand: byHand,
            },
          },
        });
        onClose();
      }}
    >
      <Field label="Version">
        {(control) => (
          <Select
            {...control}
            value={version}
            onValueChange={setVersion}
            options={versions.map((one) => ({
              value: String(one.version),
              label: `${one.version}: ${safeText(one.reason, 60)}`,
            }))}
          />
        )}
      </Field>
      <Field label="The shadow goes to">
        {(control) => (
          <Select
            {...control}
            value={by}
            onValueChange={(next) => setBy(next as "spread" | "nodes")}
            options={[
              { value: "spread", label: "a few nodes, spread over groups and kinds" },
              { value: "nodes", label: "nodes chosen by hand" },
            ]}
          />
        )}
      </Field>
      {by === "spread" ? (
        <Field label="How many">
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={count}
              onChange={(event) => setCount(event.target.value)}
            />
          )}
        </Field>
      ) : (
        <NodePicker config={config} chosen={nodes} onChange={setNodes} />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Then on this share of the nodes, percent"
          error={
            shares === null
              ? "Numbers from 1 to 100, such as 10, 50, 100."
              : (percentsRefusal(shares) ?? undefined)
          }
        >
          {(control) => (
            <Input {...control} value={percents} onChange={(event) => setPercents(event.target.value)} />
          )}
        </Field>
        <Field label="Each step stays healthy for">
          {(control) => <Select {...control} value={bake} onValueChange={setBake} options={bakes} />}
        </Field>
      </div>
      <Check checked={byHand} onCheckedChange={setByHand} label="Wait for a person before each step" />
      <RuleFields rules={rules} onChange={setRules} />
    </SpecDialog>
  );

  function blockedBy(): string | undefined {
    if (version === "") return "There is no other version to try.";
    if (by === "spread" && !(Number.isInteger(Number(count)) && Number(count) >= 1))
      return "Say on how many nodes first.";
    if (by === "nodes" && nodes.length === 0) return "Choose the nodes first.";
    if (shares === null || percentsRefusal(shares) !== null) return "The shares cannot be used.";
    return judged.includes(null) ? "A rule is not complete." : undefined;
  }
}

function NodePicker(props: {
  config: ConfigDetail;
  chosen: readonly string[];
  onChange: (nodes: string[]) => void;
}) {
  const { config, chosen, onChange } = props;
  return (
    <fieldset className="flex max-h-56 min-w-0 flex-col overflow-y-auto">
      <legend className="mb-1 text-xs font-medium text-secondary">
        Nodes, {grouped(chosen.length)} chosen
      </legend>
      {config.nodeList.slice(0, 500).map(({ node, group, here }) => (
        <Check
          key={node}
          checked={chosen.includes(node)}
          onCheckedChange={(on) => onChange(on ? [...chosen, node] : chosen.filter((one) => one !== node))}
          label={
            <>
              <SafeText text={node} maxLength={80} />{" "}
              <span className="text-xs text-tertiary">
                <SafeText text={group} maxLength={40} />
                {!here && " · silent"}
              </span>
            </>
          }
        />
      ))}
    </fieldset>
  );
}
