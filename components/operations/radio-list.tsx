"use client";

import { type ReactNode, useId } from "react";
import { cn } from "#components/ui/cn.ts";

export interface RadioChoice {
  value: string;
  label: ReactNode;
  /** A quieter line below. */
  note?: ReactNode;
  /** A count or the like at the end of the line. */
  end?: ReactNode;
}

/** A choice of one among lines with room for words. `value` null: nothing is chosen yet. */
export function RadioList(props: {
  label: string;
  value: string | null;
  onValueChange: (value: string) => void;
  choices: readonly RadioChoice[];
}) {
  const { label, value, onValueChange, choices } = props;
  const name = useId();
  return (
    <fieldset className="flex min-w-0 flex-col">
      <legend className="mb-1 text-xs font-medium text-secondary">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={cn(
            "-mx-2 flex min-h-8 cursor-pointer items-start gap-2.5 rounded-sm px-2 py-1.5 text-sm hover:bg-hover pointer-coarse:min-h-11",
            choice.value === value && "bg-selected",
          )}
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onValueChange(choice.value)}
            className="mt-0.5 size-4 shrink-0 accent-(--act-accent)"
          />
          <span className="flex min-w-0 flex-1 flex-col">
            <span>{choice.label}</span>
            {choice.note !== undefined && <span className="text-xs text-tertiary">{choice.note}</span>}
          </span>
          {choice.end !== undefined && (
            <span className="shrink-0 text-xs leading-5 text-tertiary tabular-nums">{choice.end}</span>
          )}
        </label>
      ))}
    </fieldset>
  );
}
