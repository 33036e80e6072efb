"use client";

import { Check } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";

/** A box with its label; the whole line is the target. */
export function Checkbox(props: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: ReactNode;
  disabled?: boolean;
}) {
  const { checked, onCheckedChange, label, disabled = false } = props;
  const id = useId();
  return (
    <div className="inline-flex min-h-7 items-center gap-2 pointer-coarse:min-h-11">
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onCheckedChange(next === true)}
        className="field flex size-4 shrink-0 items-center justify-center rounded-xs data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=checked]:text-on-accent"
      >
        <Radix.Indicator>
          <Check aria-hidden size={12} strokeWidth={3} />
        </Radix.Indicator>
      </Radix.Root>
      <label htmlFor={id} className="py-1 text-sm">
        {label}
      </label>
    </div>
  );
}
