"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The address under which this browser reached the server; empty while the page is rendered on it. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
}
