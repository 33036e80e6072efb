"use client";

import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { SpecInput } from "#lib/client/operations.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { roughly } from "#lib/domain/words.ts";
import { durationOptions } from "./duration-options.ts";
import { SpecDialog } from "./spec-dialog.tsx";

const choicesMs = [30_000, 60_000, 120_000, 300_000, 600_000];
const defaultMs = 60_000;

/** How much longer a hold should last. */
export function ExtendForm(props: {
  operation: OperationDetail;
  onClose: () => void;
  onSpec: (spec: SpecInput) => void;
}) {
  const { operation, onClose, onSpec } = props;
  const maxMs = operation.policy.holdMaxMs;
  const [holdMs, setHoldMs] = useState(String(Math.min(defaultMs, maxMs)));
  return (
    <SpecDialog
      title="Extend this hold"
      description="Nothing happens by this form: it leads to the plan."
      blocked={undefined}
      onClose={onClose}
      onReview={() => onSpec({ kind: "extend", operationId: operation.id, holdMs: Number(holdMs) })}
    >
      <Field
        label="The hold lasts longer by"
        hint={`With all extensions a hold lasts ${roughly(maxMs)} at most. It always ends by itself.`}
      >
        {(control) => (
          <Select
            {...control}
            value={holdMs}
            onValueChange={setHoldMs}
            options={durationOptions(choicesMs, { maxMs, chosenMs: Number(holdMs) })}
          />
        )}
      </Field>
    </SpecDialog>
  );
}
