"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Field } from "#components/ui/field.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { clearPlanQuery, type OperationPlanned, type SpecInput } from "#lib/client/operations.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import { durationOptions } from "./duration-options.ts";
import { type RadioChoice, RadioList } from "./radio-list.tsx";
import { SpecDialog } from "./spec-dialog.tsx";

const nobody = "nobody";
const never = "never";
const killChoicesMs = [2_000, 5_000, 10_000, 30_000, 60_000];

interface Successor {
  node: string;
  service: string;
}

/** Who could be named to take the resource first: watchdogs and guardians that are known to want it. */
function successors(planned: OperationPlanned | undefined): Map<string, Successor> {
  const found = new Map<string, Successor>();
  for (const { because, node, service } of planned?.roster ?? []) {
    if (service === null || (because !== "watchdog" && because !== "guardian")) continue;
    found.set(JSON.stringify([node, service]), { node, service });
  }
  return found;
}

/** At the kernel nobody can be refused, so a successor can only be expected there, and comes after the safe choice. */
function choicesOf(known: ReadonlyMap<string, Successor>, kernel: boolean): RadioChoice[] {
  const then = kernel
    ? "the clear fails if it does not take it in time"
    : "it alone is admitted after the quarantine";
  const named = [...known].map(([value, { node, service }]) => ({
    value,
    label: <SafeText text={service} maxLength={80} />,
    note: <SafeText text={`on ${node}; ${then}`} maxLength={160} />,
  }));
  const none = {
    value: nobody,
    label: "Nobody by name",
    note: "After the quarantine it is free for whoever comes first.",
  };
  return kernel ? [none, ...named] : [...named, none];
}

/** What has to be chosen before a lock is cleared: who may take it next, and whether to kill what does not end. */
export function ClearForm(props: {
  lock: LockDetail;
  onClose: () => void;
  onSpec: (spec: SpecInput) => void;
}) {
  const { lock, onClose, onSpec } = props;
  const plan = useQuery(clearPlanQuery(lock.source, lock.key));
  const [successor, setSuccessor] = useState<string | null>(null);
  const [kill, setKill] = useState(never);
  const kernel = lock.source === "kernel";
  const known = successors(plan.data);
  const choices = choicesOf(known, kernel);
  const chosen = successor ?? (kernel || known.size === 0 ? nobody : null);
  return (
    <SpecDialog
      title={
        <>
          Clear <SafeText text={lock.resource} maxLength={80} />
        </>
      }
      description="Nothing happens by this form: it leads to the plan, with its evidence and gates."
      blocked={
        plan.isPending
          ? "Reading who could take it again."
          : chosen === null
            ? "Choose first who may take it next."
            : undefined
      }
      onClose={onClose}
      onReview={() =>
        onSpec({
          kind: "clear",
          source: lock.source,
          key: lock.key,
          successor: known.get(chosen ?? nobody) ?? null,
          killAfterMs: kernel && kill !== never ? Number(kill) : null,
        })
      }
    >
      {plan.error !== null && <Banner tone="warn" title={plan.error.message} />}
      {plan.isPending ? (
        <SkeletonRows rows={2} label="Reading who could take it again" />
      ) : (
        <div className="flex flex-col gap-1">
          <RadioList
            label="Who may take it next"
            value={chosen}
            onValueChange={setSuccessor}
            choices={choices}
          />
          {kernel && known.size > 0 && (
            <p className="text-xs text-secondary">
              A guardian's watchdog takes the lease first: name it when the lease is cleared.
            </p>
          )}
        </div>
      )}
      {kernel && (
        <Field
          label="Processes that do not end by themselves"
          hint="Holders get SIGTERM, after their start time and their lock line were checked again."
        >
          {(control) => (
            <Select
              {...control}
              value={kill}
              onValueChange={setKill}
              options={[
                { value: never, label: "are left running: the clear then fails" },
                ...durationOptions(killChoicesMs, { maxMs: 60_000, chosenMs: 5_000 }).map((option) => ({
                  ...option,
                  label: `are killed (SIGKILL) ${option.label} after SIGTERM`,
                })),
              ]}
            />
          )}
        </Field>
      )}
    </SpecDialog>
  );
}
