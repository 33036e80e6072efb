"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import type { StateName } from "./state.ts";
import { StateIcon } from "./state-icon.tsx";

interface Chip {
  value: string;
  label: ReactNode;
  state?: StateName;
  count?: number;
}

const chipClass =
  "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-sm px-2 text-xs text-secondary hover:bg-hover " +
  "hover:text-primary data-[state=on]:bg-selected data-[state=on]:text-primary pointer-coarse:h-11";

function body({ label, state, count }: Chip) {
  return (
    <>
      {state !== undefined && <StateIcon state={state} size={12} />}
      {label}
      {count !== undefined && <span className="text-tertiary tabular-nums">{count}</span>}
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
    <ToggleGroup.Root
      type="multiple"
      aria-label={label}
      value={[...values]}
      onValueChange={onValuesChange}
      className={cn("flex gap-0.5 overflow-x-auto", className)}
    >
      {chips.map((chip) => (
        <ToggleGroup.Item key={chip.value} value={chip.value} className={chipClass}>
          {body(chip)}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

/** A choice of exactly one, such as a time range. */
export function Segments(props: {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  chips: readonly Chip[];
  className?: string;
}) {
  const { label, value, onValueChange, chips, className } = props;
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => (next === "" ? undefined : onValueChange(next))}
      className={cn("flex gap-0.5 overflow-x-auto", className)}
    >
      {chips.map((chip) => (
        <ToggleGroup.Item key={chip.value} value={chip.value} className={chipClass}>
          {body(chip)}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
