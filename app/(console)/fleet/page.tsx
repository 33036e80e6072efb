import type { Metadata } from "next";
import { FleetScreen } from "#components/fleet/fleet-screen.tsx";

export const metadata: Metadata = { title: "Fleet" };

/** Every node; the rows come over the stream. */
export default function FleetPage() {
  return <FleetScreen />;
}
