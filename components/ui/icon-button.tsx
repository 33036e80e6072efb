"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { Tooltip } from "./tooltip.tsx";

/** A button that is only an icon: `label` is its name and tooltip. At least 28 px, 44 px with `size="lg"`. */
export function IconButton(
  props: Omit<ComponentProps<"button">, "aria-label" | "children"> & {
    label: string;
    icon: ReactNode;
    size?: "md" | "lg";
    side?: "top" | "right" | "bottom" | "left";
  },
) {
  const { label, icon, size = "md", side = "bottom", className, ...rest } = props;
  return (
    <Tooltip content={label} side={side}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cn(
          "inline-flex shrink-0 items-center justify-center rounded-sm text-secondary transition-colors",
          "hover:bg-hover hover:text-primary disabled:opacity-60",
          size === "lg" ? "size-11" : "size-7",
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
