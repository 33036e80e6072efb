"use client";

import { Switch as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";

/** A setting that takes effect at once, with its label and an optional line of explanation. */
export function Switch(props: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}) {
  const { checked, onCheckedChange, label, hint, disabled = false } = props;
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="flex items-start gap-3">
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onCheckedChange}
        {...(hint === undefined ? {} : { "aria-describedby": hintId })}
        className="relative h-6 w-10 shrink-0 rounded-full border border-strong bg-sunken transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="block size-4 translate-x-1 rounded-full bg-strong transition-transform data-[state=checked]:translate-x-5 data-[state=checked]:bg-on-accent" />
      </Radix.Root>
      <div className="flex flex-col pt-0.5">
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint !== undefined && (
          <p id={hintId} className="text-xs text-tertiary">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
