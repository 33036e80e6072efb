"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { cn } from "./cn.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

/**
 * A button. `loading` keeps its width and swallows clicks; `disabledReason` disables it but leaves it
 * focusable, with the reason as its description and tooltip: who can't, learns why. `lg` is for thumbs.
 */
export function Button(
  props: ComponentProps<"button"> & {
    variant?: ButtonVariant;
    size?: ButtonSize;
    loading?: boolean;
    disabledReason?: string | undefined;
    icon?: ReactNode;
  },
) {
  const { variant, size, loading, disabledReason, icon, className, children, onClick, ...rest } = props;
  const reasonId = useId();
  const blocked = loading === true || disabledReason !== undefined;
  const button = (
    <button
      type="button"
      {...rest}
      className={cn(buttonClass(variant, size), className)}
      aria-disabled={disabledReason === undefined ? undefined : true}
      aria-busy={loading === true ? true : undefined}
      {...(disabledReason === undefined ? {} : { "aria-describedby": reasonId })}
      onClick={blocked ? (event) => event.preventDefault() : onClick}
    >
      {loading === true ? <Spinner /> : icon}
      {children}
    </button>
  );
  if (disabledReason === undefined) return button;
  return (
    <>
      <Tooltip content={disabledReason}>{button}</Tooltip>
      <span id={reasonId} hidden>
        {disabledReason}
      </span>
    </>
  );
}
