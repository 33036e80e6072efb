"use client";

import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { limits } from "#lib/domain/limits.ts";
import { durationOptions } from "./duration-options.ts";
import { RadioList } from "./radio-list.tsx";

interface Limits {
  holdMs: number;
  deadlineMs: number;
  onDeadline: "give-up" | "go-on";
}

const holdChoicesMs = [30_000, 90_000, 180_000, 300_000, 600_000];
const deadlineChoicesMs = [10_000, 30_000, 60_000, 120_000, 300_000, 900_000];

/** The limits in time of a drain, and what happens at its deadline. */
export function DrainLimits({ choice, onChange }: { choice: Limits; onChange: (choice: Limits) => void }) {
  return (
    <>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Field
          label="Hold them for"
          hint="From the last pause on. It ends by itself, also if this console is dead."
        >
          {(control) => (
            <Select
              {...control}
              value={String(choice.holdMs)}
              onValueChange={(value) => onChange({ ...choice, holdMs: Number(value) })}
              options={durationOptions(holdChoicesMs, { maxMs: limits.holdMaxMs, chosenMs: choice.holdMs })}
            />
          )}
        </Field>
        <Field label="Let them finish within" hint="What they run ends in good order, not by force.">
          {(control) => (
            <Select
              {...control}
              value={String(choice.deadlineMs)}
              onValueChange={(value) => onChange({ ...choice, deadlineMs: Number(value) })}
              options={durationOptions(deadlineChoicesMs, {
                maxMs: limits.drainDeadlineMaxMs,
                chosenMs: choice.deadlineMs,
              })}
            />
          )}
        </Field>
      </div>
      <RadioList
        label="If some have not paused by then"
        value={choice.onDeadline}
        onValueChange={(value) =>
          onChange({ ...choice, onDeadline: value === "go-on" ? "go-on" : "give-up" })
        }
        choices={[
          { value: "give-up", label: "Give up, and resume all" },
          { value: "go-on", label: "Hold the others, and name those that did not answer" },
        ]}
      />
    </>
  );
}
