"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { fieldClass } from "#components/ui/input.tsx";

/** A password field that can show what was typed: on a phone nobody types twelve characters blind. */
export function PasswordInput({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className="relative">
      <input
        {...rest}
        type={shown ? "text" : "password"}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        className={cn(fieldClass, "pr-10 pl-2.5 pointer-coarse:pr-12", className)}
      />
      <button
        type="button"
        aria-label={shown ? "Hide the password" : "Show the password"}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 flex w-9 items-center justify-center rounded-sm text-tertiary hover:text-primary pointer-coarse:w-11"
      >
        <Icon aria-hidden size={16} />
      </button>
    </div>
  );
}
