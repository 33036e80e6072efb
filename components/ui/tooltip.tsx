"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Mounted once, around the app: neighbours open at once after the first. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

/**
 * A short note on hover and focus. The child must be focusable and take a ref; what the note says must not be
 * the only place where it is said on a touch screen.
 */
export function Tooltip(props: {
  content: ReactNode;
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
}) {
  const { content, children, side = "top" } = props;
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-80 rounded-sm bg-accent px-2 py-1 text-xs text-on-accent shadow-float"
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
