import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A field for sentences. It needs a label: see Field. */
export function TextArea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...rest}
      className={cn(
        "field w-full min-w-0 resize-y px-2.5 py-1.5 text-sm aria-invalid:border-hot disabled:opacity-60",
        className,
      )}
    />
  );
}
