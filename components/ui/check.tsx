"use client";

import type { ReactNode } from "react";
import { useId } from "react";

/** A statement that somebody ticks: it counts only when the form is sent. The whole line is its target. */
export function Check(props: {
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
    <div className="flex items-start gap-2.5 py-0.5 text-sm">
      <input
        type="checkbox"
        id={id}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onCheckedChange(event.target.checked)}
        {...(hint === undefined ? {} : { "aria-describedby": hintId })}
        className="mt-0.5 size-4 shrink-0 accent-(--act-accent) pointer-coarse:size-6"
      />
      <div className="flex min-w-0 flex-col gap-0.5">
        <label htmlFor={id} className="min-h-6 pointer-coarse:py-0.5">
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
