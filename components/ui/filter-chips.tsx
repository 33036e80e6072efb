"use client";

import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";
import type { StateName } from "./state.ts";
import { StateIcon } from "./state-icon.tsx";

interface Chip {
  value: string;
  label: ReactNode;
  state?: StateName;
  count?: number;
  /** About the count that will come, while it is not known: its room is kept, or the row would grow under the reader. */
  countRoom?: number;
}

const chipClass =
  "inline-flex h-7 shrink-0 cursor-pointer items-center gap-1.5 rounded-sm px-2 text-xs select-none pointer-coarse:h-11";
const onClass = "bg-selected text-primary";
const offClass = "text-secondary hover:bg-hover hover:text-primary";

function body({ label, state, count, countRoom }: Chip) {
  return (
    <>
      {state !== undefined && <StateIcon state={state} size={12} />}
      {label}
      {count !== undefined && (
        <span className="text-tertiary tabular-nums">{count.toLocaleString("en-US")}</span>
      )}
      {count === undefined && countRoom !== undefined && (
        <span aria-hidden className="invisible tabular-nums">
          {countRoom.toLocaleString("en-US")}
        </span>
      )}
    </>
  );
}

/** Filters of which several may be on at once. An empty `values` means no filter. */
export function FilterChips(props: {
  label: string;
  values: readonly string[];
  onValuesChange: (values: string[]) => void;
  chips: readonly Chip[];
  className?: string;
}) {
  const { label, values, onValuesChange, chips, className } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row in every browser
    <div role="group" aria-label={label} className={cn("flex gap-0.5 overflow-x-auto p-[3px]", className)}>
      {chips.map((chip) => {
        const on = values.includes(chip.value);
        const rest = values.filter((value) => value !== chip.value);
        return (
          <button
            key={chip.value}
            type="button"
            aria-pressed={on}
            onClick={() => onValuesChange(on ? rest : [...values, chip.value])}
            className={cn(chipClass, on ? onClass : offClass)}
          >
            {body(chip)}
          </button>
        );
      })}
    </div>
  );
}

/** A choice of exactly one, such as a time range: radio buttons in the look of chips. */
export function Segments(props: {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  chips: readonly Chip[];
  className?: string;
}) {
  const { label, value, onValueChange, chips, className } = props;
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cn("flex gap-0.5 overflow-x-auto p-[3px]", className)}
    >
      {chips.map((chip) => (
        <label
          key={chip.value}
          className={cn(
            chipClass,
            "relative has-focus-visible:outline-2 has-focus-visible:outline-focus",
            chip.value === value ? onClass : offClass,
          )}
        >
          <input
            type="radio"
            name={name}
            value={chip.value}
            checked={chip.value === value}
            onChange={() => onValueChange(chip.value)}
            className="sr-only"
          />
          {body(chip)}
        </label>
      ))}
    </div>
  );
}
