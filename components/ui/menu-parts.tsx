"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { cn } from "./cn.ts";
import { floatClass, itemClass } from "./menu-class.ts";

/** The open panel of a Menu. Loaded with the first menu that somebody reaches for; see menu.tsx. */
export function MenuPanel(props: {
  /** The element around the trigger: where the panel stands, and where the focus returns. */
  anchor: RefObject<HTMLElement | null>;
  triggerId: string;
  onClose: () => void;
  children: ReactNode;
  align: "start" | "end";
  className?: string | undefined;
}) {
  const { anchor, triggerId, onClose, children, align, className } = props;
  return (
    <Radix.Root open modal={false} onOpenChange={(open) => open || onClose()}>
      <Radix.Trigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </Radix.Trigger>
      {/* Beside its trigger in the document: inside the same landmark, and above a dialog that it is part of. */}
      <Radix.Portal container={anchor.current}>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-labelledby={triggerId}
          // A press on the trigger closes by the trigger's own click, not twice.
          onInteractOutside={(event) => {
            if (event.target instanceof Node && anchor.current?.contains(event.target))
              event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            document.getElementById(triggerId)?.focus();
          }}
          className={cn(floatClass, "p-1", className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface MenuItemProps {
  children: ReactNode;
  onSelect?: () => void;
  icon?: ReactNode;
  /** Disables the item and says why under it. */
  reason?: string;
  /** Turns the single child (a link) into the item. */
  asChild?: boolean;
}

export function MenuItem(props: MenuItemProps) {
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

export interface MenuCheckProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
}

export function MenuCheck(props: MenuCheckProps) {
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
