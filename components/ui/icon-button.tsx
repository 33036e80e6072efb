"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { Tooltip } from "./tooltip.tsx";

const sizes = { sm: "size-6", md: "size-7", lg: "size-11" };

/** A button that is only an icon: `label` is its name and tooltip. 28 px; 44 px with `size="lg"`; 24 px with `sm`, within a line of text. */
export function IconButton(
  props: Omit<ComponentProps<"button">, "aria-label" | "children"> & {
    label: string;
    icon: ReactNode;
    size?: "sm" | "md" | "lg";
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
          sizes[size],
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
