"use client";

import { CircleAlert, CircleCheck, Info, OctagonAlert } from "lucide-react";
import { Toaster as Sonner } from "sonner";

/**
 * Where toasts appear; mounted once. Call `toast` from `sonner` with words that stand alone. Sonner puts them
 * in a live region, so they are announced.
 */
export function Toaster() {
  return (
    <Sonner
      position="bottom-left"
      // Beside the places, not over the coach or a dialog's buttons; on a phone above its bar and the button on it.
      offset={{ left: "13.5rem", bottom: "1.5rem" }}
      mobileOffset={{ left: "1rem", right: "1rem", bottom: "calc(8.5rem + env(safe-area-inset-bottom))" }}
      style={{ fontFamily: "inherit" }}
      containerAriaLabel="Notifications"
      visibleToasts={4}
      // Each can be read: what failed must not be hidden by what went well after it, and a finger hovers over nothing.
      expand
      icons={{
        success: <CircleCheck aria-hidden size={16} />,
        info: <Info aria-hidden size={16} />,
        warning: <CircleAlert aria-hidden size={16} className="text-suspect" />,
        error: <OctagonAlert aria-hidden size={16} className="text-hot" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2.5 rounded-md border border-line bg-raised p-3 text-sm text-primary shadow-float",
          icon: "mt-0.5 shrink-0",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-secondary",
          actionButton: "rounded-sm bg-accent px-2 h-7 text-xs font-medium text-on-accent",
          closeButton: "order-last text-tertiary",
        },
      }}
    />
  );
}
