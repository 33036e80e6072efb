"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { fieldClass } from "./input.tsx";
import { floatClass, itemClass } from "./menu-class.ts";

/** A choice of one from a short list. Values are not empty; give it a label by Field or `aria-label`. */
export function Select(props: {
  value: string;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: ReactNode; disabled?: boolean }[];
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  disabled?: boolean;
  className?: string;
}) {
  const { value, onValueChange, options, className, disabled = false, ...rest } = props;
  return (
    <Radix.Root value={value} onValueChange={onValueChange} disabled={disabled}>
      <Radix.Trigger
        {...rest}
        className={cn(fieldClass, "inline-flex items-center justify-between gap-2", className)}
      >
        <Radix.Value />
        <ChevronDown aria-hidden size={14} className="shrink-0 text-tertiary" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content position="popper" sideOffset={4} className={cn(floatClass, "max-h-72")}>
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className={cn(itemClass, "pr-8")}
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check aria-hidden size={14} />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
