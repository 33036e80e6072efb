import type { Metadata } from "next";
import type { ReactNode } from "react";

// A display's link has its secret behind the #, which no browser sends; nothing else of the address travels either.
export const metadata: Metadata = { referrer: "no-referrer" };

/** The wall has no chrome: what is on it is all that is on the screen. */
export default function WallLayout({ children }: { children: ReactNode }) {
  return children;
}
