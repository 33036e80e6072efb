"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** The keys that open the palette on this machine: both work everywhere, one of them is on its keyboard. */
export function useCommandKey(): string {
  return useSyncExternalStore(
    never,
    () => (/mac|iphone|ipad/i.test(navigator.platform) ? "⌘ K" : "Ctrl K"),
    () => "Ctrl K",
  );
}
