"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { floatClass, itemClass } from "./menu-class.ts";

/** A menu that opens from `trigger` (one focusable element). Fill it with MenuItem, MenuCheck, MenuLine. */
export function Menu(props: {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  className?: string;
}) {
  const { trigger, children, align = "end", className } = props;
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cn(floatClass, "p-1", className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/**
 * One action of a menu. `asChild` turns the single child (a link) into the item; `reason` disables it and says
 * why under it.
 */
export function MenuItem(props: {
  children: ReactNode;
  onSelect?: () => void;
  icon?: ReactNode;
  reason?: string;
  asChild?: boolean;
}) {
  const { children, onSelect, icon, reason, asChild = false } = props;
  if (asChild) {
    return (
      <Radix.Item asChild className={itemClass}>
        {children}
      </Radix.Item>
    );
  }
  return (
    <Radix.Item
      className={itemClass}
      disabled={reason !== undefined}
      {...(onSelect === undefined ? {} : { onSelect })}
    >
      {icon}
      <span className="flex flex-col">
        {children}
        {reason !== undefined && <span className="max-w-64 text-xs text-tertiary">{reason}</span>}
      </span>
    </Radix.Item>
  );
}

/** A setting of a menu that is on or off. The menu stays open. */
export function MenuCheck(props: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  const { checked, onCheckedChange, children } = props;
  return (
    <Radix.CheckboxItem
      className={cn(itemClass, "pl-7")}
      checked={checked}
      onCheckedChange={onCheckedChange}
      onSelect={(event) => event.preventDefault()}
    >
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden size={14} />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  );
}

/** A heading inside a menu. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1.5 text-xs text-tertiary">{children}</Radix.Label>;
}

/** A line between groups of a menu. */
export function MenuLine() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
