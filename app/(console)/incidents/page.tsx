import type { Metadata } from "next";
import { IncidentsScreen } from "#components/incidents/incidents-screen.tsx";

export const metadata: Metadata = { title: "Incidents" };

/** Everything that went wrong; the rows come over the stream. */
export default function IncidentsPage() {
  return <IncidentsScreen />;
}
