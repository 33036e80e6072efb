import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Class names of every text field, but for its padding: one height, one edge, alarming when `aria-invalid`. */
export const fieldClass =
  "field h-8 w-full min-w-0 text-sm aria-invalid:border-hot disabled:opacity-60 pointer-coarse:h-11";

/** A text field. It needs a label: see Field. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input autoComplete="off" spellCheck={false} {...rest} className={cn(fieldClass, "px-2.5", className)} />
  );
}
