"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { fieldError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { durationOptions } from "#components/operations/duration-options.ts";
import { kindWords } from "#components/operations/operation-words.ts";
import { Banner } from "#components/ui/banner.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { setPolicyMutation } from "#lib/client/policies.ts";
import type { PolicyRow } from "#lib/contract/policies.ts";
import { limits } from "#lib/domain/limits.ts";
import { type OperationKind, operationKinds } from "#lib/domain/operations/operation.ts";
import { defaultPolicies, type Policy } from "#lib/domain/operations/policy.ts";
import { hasHold, policyId, policyWeakenings } from "#lib/domain/operations/policy-rules.ts";
import type { Role } from "#lib/domain/roles.ts";
import { FormDialog } from "./form-dialog.tsx";

const windows = [30_000, 60_000, 90_000, 180_000, 300_000, 600_000];
const holds = [30_000, 60_000, 90_000, 180_000, 300_000, 600_000, 1_800_000];
const fields = [
  "ackWindowMs",
  "holdMaxMs",
  "targetsMax",
  "confirmRole",
  "acknowledgeRole",
  "path.id",
] as const;
type Change = (change: Partial<Policy>) => void;

/** Sets a policy, for all resources or for one; says at once in which ways it asks for less than the default. */
export function PolicyForm(props: { policy: PolicyRow; asksResource: boolean; onClose: () => void }) {
  const { policy, asksResource, onClose } = props;
  const set = useMutation(setPolicyMutation(useQueryClient()));
  const [draft, setDraft] = useState<Policy>(() => policyOf(policy));
  const change: Change = (next) => setDraft((before) => ({ ...before, ...next }));
  const submit = (form: FormData) => {
    const { kind, resource: _, ...body } = draft;
    const resource = asksResource ? textOf(form, "resource").trim() : policy.resource;
    set.mutate(
      { id: policyId(kind, resource), ...body },
      {
        onSuccess: () => {
          toast.success("The policy is set", {
            description: "It counts from the next plan or confirmation on.",
          });
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title={asksResource ? "Set a policy for one resource" : `What “${kindWords[policy.kind]}” needs`}
      {...(asksResource
        ? {}
        : { description: policy.resource ?? "For all resources that have none of their own." })}
      verb="Set the policy"
      pending={set.isPending}
      error={set.error}
      fields={fields}
      onSubmit={submit}
    >
      {asksResource && (
        <>
          <Choice
            label="Kind of action"
            value={draft.kind}
            onChange={(kind) => setDraft(defaultPolicies[kind as OperationKind])}
            options={operationKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
          />
          <Field label="Resource" hint="Its exact name." error={fieldError(set.error, "path.id")}>
            {(control) => (
              <Input
                {...control}
                name="resource"
                className="font-mono"
                maxLength={limits.nameMaxChars}
                required
              />
            )}
          </Field>
        </>
      )}
      <People draft={draft} change={change} error={set.error} />
      <Limits draft={draft} change={change} error={set.error} />
      <Weaker draft={draft} />
    </FormDialog>
  );
}

function People({ draft, change, error }: { draft: Policy; change: Change; error: Error | null }) {
  const fixed = draft.kind === "bypass";
  const why = fixed ? { hint: "A bypass always needs it.", disabled: true } : {};
  return (
    <>
      <Choice
        label="Who confirms"
        value={draft.confirmRole}
        error={fieldError(error, "confirmRole")}
        onChange={(role) => change({ confirmRole: role as Role })}
        options={(["operator", "approver", "admin"] as const).map(orMore)}
      />
      <Switch
        label="A second person acknowledges"
        checked={draft.twoPeople}
        onCheckedChange={(twoPeople) => change({ twoPeople })}
        {...why}
      />
      {draft.twoPeople && (
        <>
          <Choice
            label="Who acknowledges"
            value={draft.acknowledgeRole}
            error={fieldError(error, "acknowledgeRole")}
            onChange={(role) => change({ acknowledgeRole: role as Role })}
            options={(["approver", "admin"] as const).map(orMore)}
          />
          <Choice
            label="An acknowledgement lasts"
            value={String(draft.ackWindowMs)}
            error={fieldError(error, "ackWindowMs")}
            onChange={(ms) => change({ ackWindowMs: Number(ms) })}
            options={durationOptions(windows, { maxMs: limits.ackWindowMaxMs, chosenMs: draft.ackWindowMs })}
          />
        </>
      )}
      <Switch
        label="A reason is asked for"
        checked={draft.reason}
        onCheckedChange={(reason) => change({ reason })}
        {...why}
      />
      <Switch
        label="The name has to be typed"
        checked={draft.typedName}
        onCheckedChange={(typedName) => change({ typedName })}
        {...why}
      />
    </>
  );
}

function Limits({ draft, change, error }: { draft: Policy; change: Change; error: Error | null }) {
  return (
    <>
      {hasHold(draft.kind) && (
        <Choice
          label="Longest hold, with all extensions"
          value={String(draft.holdMaxMs)}
          error={fieldError(error, "holdMaxMs")}
          onChange={(ms) => change({ holdMaxMs: Number(ms) })}
          options={durationOptions(holds, { maxMs: limits.holdMaxMs, chosenMs: draft.holdMaxMs })}
        />
      )}
      {defaultPolicies[draft.kind].targetsMax > 1 && (
        <Field label="Most targets at once" error={fieldError(error, "targetsMax")}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              max={10_000}
              value={draft.targetsMax}
              onChange={(event) => change({ targetsMax: event.target.valueAsNumber || 1 })}
              required
            />
          )}
        </Field>
      )}
    </>
  );
}

function Weaker({ draft }: { draft: Policy }) {
  const weaker = policyWeakenings(draft);
  if (weaker.length === 0) return null;
  return (
    <Banner tone="warn" title="This asks for less than the default">
      {weaker.join(" ")} It is noted in the audit.
    </Banner>
  );
}

function Choice(props: {
  label: ReactNode;
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
  error?: string | undefined;
}) {
  const { label, value, onChange, options, error } = props;
  return (
    <Field label={label} error={error}>
      {(control) => <Select {...control} value={value} onValueChange={onChange} options={options} />}
    </Field>
  );
}

function orMore(role: Role) {
  return { value: role, label: role === "admin" ? "an admin" : `an ${role} or more` };
}

function policyOf({ id: _id, set: _set, weaker: _weaker, ...policy }: PolicyRow): Policy {
  return policy;
}
