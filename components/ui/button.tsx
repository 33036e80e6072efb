"use client";

import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

const variants = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border border-soft bg-raised text-primary hover:bg-hover",
  ghost: "text-secondary hover:bg-hover hover:text-primary",
  danger: "border border-hot/60 bg-hot-soft text-hot-text hover:border-hot",
};

const sizes = {
  sm: "h-7 gap-1.5 px-2.5 text-xs",
  md: "h-8 gap-2 px-3 text-sm",
  lg: "h-11 gap-2 px-4 text-md",
};

/** Class names of a button, for a link that should look like one. */
export function buttonClass(
  variant: keyof typeof variants = "secondary",
  size: keyof typeof sizes = "md",
): string {
  return cn(
    "inline-flex shrink-0 items-center justify-center rounded-sm font-medium whitespace-nowrap select-none",
    "transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed",
    "aria-disabled:border aria-disabled:border-line aria-disabled:bg-raised aria-disabled:text-tertiary",
    variants[variant],
    sizes[size],
  );
}

/**
 * A button. `loading` keeps its width and swallows clicks; `disabledReason` disables it but leaves it
 * focusable, with the reason as its description and tooltip: who can't, learns why. `lg` is for thumbs.
 */
export function Button(
  props: ComponentProps<"button"> & {
    variant?: keyof typeof variants;
    size?: keyof typeof sizes;
    loading?: boolean;
    disabledReason?: string | undefined;
    icon?: ReactNode;
    asChild?: boolean;
  },
) {
  const { variant, size, loading, disabledReason, icon, asChild, className, children, onClick, ...rest } =
    props;
  const blocked = loading === true || disabledReason !== undefined;
  const Tag = asChild === true ? Slot.Root : "button";
  const button = (
    <Tag
      type={asChild === true ? undefined : "button"}
      {...rest}
      className={cn(buttonClass(variant, size), className)}
      aria-disabled={disabledReason === undefined ? undefined : true}
      aria-busy={loading === true ? true : undefined}
      onClick={blocked ? (event) => event.preventDefault() : onClick}
    >
      {asChild === true ? (
        children
      ) : (
        <>
          {loading === true ? <Spinner /> : icon}
          {children}
        </>
      )}
    </Tag>
  );
  if (disabledReason === undefined) return button;
  return <Tooltip content={disabledReason}>{button}</Tooltip>;
}
