"use client";

import { Check } from "#components/ui/check.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { limits } from "#lib/domain/limits.ts";
import { reasonRule } from "#lib/domain/operations/reason.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { counted, roughly } from "#lib/domain/words.ts";
import type { Ask, Shown } from "./review.ts";

/** What whoever decides has filled in. */
export interface Decision {
  reason: string;
  typedName: string;
  readNotVerified: boolean;
}

export const noDecision: Decision = { reason: "", typedName: "", readNotVerified: false };

/** The fields that the policy asks for, and what happens after the button. */
export function ConfirmFields(props: {
  ask: Ask;
  shown: Shown;
  decision: Decision;
  onChange: (decision: Decision) => void;
  reasonError: string | undefined;
  nameError: string | undefined;
}) {
  const { ask, shown, decision, onChange, reasonError, nameError } = props;
  const { plan, policy } = shown;
  const confirming = ask.act === "confirm";
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-4">
      {policy.kind === "bypass" && (
        <Check
          checked={decision.readNotVerified}
          onCheckedChange={(readNotVerified) => onChange({ ...decision, readNotVerified })}
          label={`I read what is not verified: ${counted(plan.notVerified.length, "point")}.`}
        />
      )}
      <Field
        label={confirming ? (policy.reason ? "Why" : "Why (may stay empty)") : "Note (may stay empty)"}
        hint={
          confirming && policy.reason
            ? `${reasonRule} It stands in the audit, and on the page of everybody who is awaited.`
            : "It stands in the audit, and on the page of everybody who is awaited."
        }
        error={reasonError}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={limits.reasonMaxChars}
            value={decision.reason}
            onChange={(event) => onChange({ ...decision, reason: event.target.value })}
          />
        )}
      </Field>
      {confirming && plan.typedName !== null && (
        <Field label={`Type ${safeText(plan.typedName, 200)} to confirm`} error={nameError}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={decision.typedName}
              onChange={(event) => onChange({ ...decision, typedName: event.target.value })}
            />
          )}
        </Field>
      )}
      <p className="max-w-[72ch] text-sm text-secondary">{afterwards(ask, shown)}</p>
    </div>
  );
}

function afterwards(ask: Ask, { policy }: Shown): string {
  if (ask.act === "acknowledge") {
    return policy.kind === "bypass"
      ? "You are the second person. The gates named above count as open while the bypass lasts, and every screen says so."
      : `You are the second person. The gate stays open for ${roughly(policy.ackWindowMs)}, then it shuts again by itself.`;
  }
  const spec = "spec" in ask ? ask.spec : ask.operation.spec;
  if (spec.kind === "drain" && spec.forOperation != null) {
    return "The acknowledgement of the clear covers it: it starts as soon as that is there and its gates are open.";
  }
  if (!policy.twoPeople) return "It starts at once where its gates are open, and waits where one is shut.";
  return `Then a second person (${policy.acknowledgeRole} or above) is asked to acknowledge. Nothing starts before that, and before every gate is open.`;
}
