import type { ReactNode } from "react";
import { ConsoleFrame } from "#components/shell/console-frame.tsx";
import { requireMe } from "#lib/client/server-me.ts";

/** Every signed-in screen. A visitor who is not signed in signs in first, and then lands where the link led. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  return <ConsoleFrame me={await requireMe()}>{children}</ConsoleFrame>;
}
