import type { Metadata } from "next";
import { DesignScreen } from "#components/design/design-screen.tsx";

export const metadata: Metadata = { title: "Design" };

/** The console's own parts, for those who change it. */
export default function DesignPage() {
  return <DesignScreen />;
}
