import { cn } from "./cn.ts";

const variants = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border border-soft bg-raised text-primary hover:bg-hover",
  ghost: "text-secondary hover:bg-hover hover:text-primary",
  danger: "border border-hot/60 bg-hot-soft text-hot-text hover:border-hot",
};

const sizes = {
  sm: "h-7 gap-1.5 px-2.5 text-xs",
  md: "min-h-8 gap-2 px-3 text-sm pointer-coarse:min-h-11",
  lg: "h-11 gap-2 px-4 text-md",
};

export type ButtonVariant = keyof typeof variants;
export type ButtonSize = keyof typeof sizes;

/** Class names of a button, for a link that should look like one. Works on the server as well. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return cn(
    "inline-flex shrink-0 items-center justify-center rounded-sm font-medium whitespace-nowrap select-none",
    "transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed",
    "aria-disabled:border aria-disabled:border-line aria-disabled:bg-raised aria-disabled:text-tertiary",
    variants[variant],
    sizes[size],
  );
}
