"use client";

import { type ReactNode, useState } from "react";
import { createClockStore } from "#components/ui/clock-store.ts";
import { ClockContext } from "#components/ui/server-clock.tsx";

/** The night of the incident: every example of this page is told from here. */
export const stillMs = Date.UTC(2026, 10, 23, 3, 42, 7);

/** A clock that stands still: what is below looks the same whenever it is looked at, and can be compared as a picture. */
export function StillClock({ children }: { children: ReactNode }) {
  const [clock] = useState(() => createClockStore(stillMs, { wallMs: () => stillMs, every: () => () => {} }));
  return <ClockContext value={clock}>{children}</ClockContext>;
}
