"use client";

import { useState } from "react";
import { Words } from "#components/locks/words.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Check } from "#components/ui/check.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { SpecInput } from "#lib/client/operations.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { limits } from "#lib/domain/limits.ts";
import { bypassable } from "#lib/domain/operations/can.ts";
import type { GateId } from "#lib/domain/operations/operation.ts";
import { durationOptions } from "./duration-options.ts";
import { SpecDialog } from "./spec-dialog.tsx";

const choicesMs = [30_000, 60_000, 120_000, 300_000];

/** Which gates of a waiting clear two people want to override, and for how long. */
export function BypassForm(props: {
  operation: OperationDetail;
  onClose: () => void;
  onSpec: (spec: SpecInput) => void;
}) {
  const { operation, onClose, onSpec } = props;
  const [gates, setGates] = useState<GateId[]>([]);
  const [validMs, setValidMs] = useState(String(limits.bypassDefaultMs));
  const shut = operation.plan.gates.filter((gate) => gate.state === "shut");
  const open = shut.filter((gate) => bypassable.includes(gate.id));
  const fixed = shut.filter((gate) => !bypassable.includes(gate.id));
  const toggle = (id: GateId, on: boolean) =>
    setGates(on ? [...gates, id] : gates.filter((other) => other !== id));
  return (
    <SpecDialog
      title="Bypass gates of this clear"
      description="Two different people, a written list of what is not verified, and a banner on every screen while it lasts."
      blocked={gates.length === 0 ? "Choose first which gates to override." : undefined}
      onClose={onClose}
      onReview={() => onSpec({ kind: "bypass", operationId: operation.id, gates, validMs: Number(validMs) })}
    >
      <Banner tone="danger" title="What a gate would have proved is then not proved.">
        The clear itself stays bound to this exact lock, epoch and holder: that cannot be overridden.
      </Banner>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-xs font-medium text-secondary">Gates that are shut</legend>
        {open.map((gate) => (
          <Check
            key={gate.id}
            checked={gates.includes(gate.id)}
            onCheckedChange={(on) => toggle(gate.id, on)}
            label={<Words text={gate.title} />}
            hint={<Words text={gate.because} />}
          />
        ))}
        {fixed.map((gate) => (
          <Check
            key={gate.id}
            checked={false}
            disabled
            onCheckedChange={() => undefined}
            label={<Words text={gate.title} />}
            hint={
              <>
                Cannot be overridden. <Words text={gate.because} />
              </>
            }
          />
        ))}
      </fieldset>
      <Field label="They count as open for" hint="Counted from the second person's acknowledgement.">
        {(control) => (
          <Select
            {...control}
            value={validMs}
            onValueChange={setValidMs}
            options={durationOptions(choicesMs, { maxMs: limits.bypassMaxMs, chosenMs: Number(validMs) })}
          />
        )}
      </Field>
    </SpecDialog>
  );
}
